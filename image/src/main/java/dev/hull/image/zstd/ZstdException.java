package dev.hull.image.zstd;

import java.io.IOException;

/** Compressed data that is malformed, cut, or asks for more memory than it may have. */
public final class ZstdException extends IOException {
    private static final long serialVersionUID = 1L;

    ZstdException(String reason) {
        super("zstd: " + reason);
    }
}
