package dev.hull.image.tar;

import java.io.IOException;

/** An archive that is malformed, or exceeds a limit. */
public final class TarException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    /** @param offset in bytes from the start of the uncompressed archive */
    public TarException(long offset, String reason) {
        super("at byte " + offset + " of the archive: " + reason);
        this.offset = offset;
    }

    public long offset() {
        return offset;
    }
}
