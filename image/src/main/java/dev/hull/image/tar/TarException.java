package dev.hull.image.tar;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An archive that is malformed, or exceeds a limit. */
public final class TarException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    /** @param offset in bytes from the start of the uncompressed archive */
    public TarException(long offset, String reason) {
        this(offset, reason, null);
    }

    TarException(long offset, String reason, @Nullable Throwable cause) {
        super("at byte " + offset + " of the archive: " + reason, cause);
        this.offset = offset;
    }

    public long offset() {
        return offset;
    }
}
