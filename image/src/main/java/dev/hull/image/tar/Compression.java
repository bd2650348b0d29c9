package dev.hull.image.tar;

import dev.hull.image.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** How an archive is compressed, known by its first bytes. */
public enum Compression {
    NONE,
    /** RFC 1952; several members one after the other are one stream. */
    GZIP,
    /** RFC 8878; several frames one after the other are one stream. */
    ZSTD;

    /** How much {@link #detect} looks at. */
    private static final int MAGIC = 4;

    private static final int BUFFER = 128 << 10;

    /**
     * Looks at the first bytes and leaves them in place. What is neither gzip nor zstd passes for uncompressed; whether it
     * is an archive shows when it is read.
     */
    public static Compression detect(BufferedInputStream in) throws IOException {
        in.mark(MAGIC);
        byte[] magic = in.readNBytes(MAGIC);
        in.reset();
        if (magic.length >= 2 && (magic[0] & 0xFF) == 0x1F && (magic[1] & 0xFF) == 0x8B) {
            return GZIP;
        }
        return magic.length == MAGIC && isZstd(magic) ? ZSTD : NONE;
    }

    /** A frame's magic number 0xFD2FB528, or a skippable frame's, 0x184D2A50 to 0x184D2A5F; little-endian. */
    private static boolean isZstd(byte[] magic) {
        int number = (magic[0] & 0xFF) | (magic[1] & 0xFF) << 8 | (magic[2] & 0xFF) << 16 | (magic[3] & 0xFF) << 24;
        return number == 0xFD2FB528 || (number & 0xFFFFFFF0) == 0x184D2A50;
    }

    /** The uncompressed bytes. */
    public InputStream open(InputStream in) throws IOException {
        return switch (this) {
            case NONE -> in;
            case GZIP -> new GZIPInputStream(in, BUFFER);
            case ZSTD -> new ZstdInputStream(in);
        };
    }
}
