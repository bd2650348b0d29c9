package dev.hull.image.tar;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;
import java.util.zip.ZipException;

/**
 * Ends a decompression bomb: what comes out may be {@link #MAX_RATIO} times what went in, once it is more than {@link
 * #FREE} bytes.
 */
public final class BoundedInputStream extends FilterInputStream {
    /** A file system of zeros compresses by a thousand; nobody's whole root does. */
    public static final long MAX_RATIO = 200;

    /** Below this no ratio does harm, in bytes. */
    public static final long FREE = 1L << 30;

    private final LongSupplier consumed;
    private long count;

    /** @param consumed how many compressed bytes were read so far */
    public BoundedInputStream(InputStream in, LongSupplier consumed) {
        super(in);
        this.consumed = consumed;
    }

    /** How many bytes came out so far. */
    public long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read;
        try {
            read = in.read(buffer, offset, length);
        } catch (EOFException e) {
            throw new TarException(count, "the compressed data is cut", e);
        } catch (ZipException e) {
            throw new TarException(count, "the compressed data is damaged: " + e.getMessage(), e);
        }
        if (read > 0) {
            count += read;
            if (count > FREE && count / MAX_RATIO > consumed.getAsLong()) {
                throw new TarException(
                        count,
                        "it expands " + count / Math.max(1, consumed.getAsLong()) + " times, more than " + MAX_RATIO
                                + ": taken for a decompression bomb");
            }
        }
        return read;
    }

    @Override
    public long skip(long wanted) {
        throw new UnsupportedOperationException("what is skipped must be counted: read it");
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
