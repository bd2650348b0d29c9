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
    private static final int MAGIC = 6;

    private static final int BUFFER = 128 << 10;

    /**
     * Looks at the first bytes and leaves them in place. What is neither gzip nor zstd passes for uncompressed; whether it
     * is an archive shows when it is read. What others compress with is a {@link TarException}.
     */
    public static Compression detect(BufferedInputStream in) throws IOException {
        in.mark(MAGIC);
        byte[] magic = in.readNBytes(MAGIC);
        in.reset();
        if (begins(magic, 0x1F, 0x8B)) {
            return GZIP;
        }
        if (magic.length >= 4 && isZstd(magic)) {
            return ZSTD;
        }
        refuse(magic, "xz", 0xFD, '7', 'z', 'X', 'Z', 0);
        refuse(magic, "bzip2", 'B', 'Z', 'h');
        refuse(magic, "lz4", 0x04, 0x22, 0x4D, 0x18);
        refuse(magic, "zip", 'P', 'K', 3, 4);
        return NONE;
    }

    private static void refuse(byte[] magic, String name, int... bytes) throws TarException {
        if (begins(magic, bytes)) {
            throw new TarException(0, "it is compressed by " + name + "; tar archives are taken plain, gzip or zstd");
        }
    }

    private static boolean begins(byte[] magic, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (i >= magic.length || (magic[i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
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
