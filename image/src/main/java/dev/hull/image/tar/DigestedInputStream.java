package dev.hull.image.tar;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Counts and digests what is read through it. */
public final class DigestedInputStream extends FilterInputStream {
    private final MessageDigest digest;
    private long count;

    public DigestedInputStream(InputStream in, MessageDigest digest) {
        super(in);
        this.digest = digest;
    }

    /** The bytes so far. */
    public long count() {
        return count;
    }

    /** Reads what is left, so that the digest is the whole stream's. */
    public byte[] finish() throws IOException {
        byte[] buffer = new byte[64 << 10];
        while (read(buffer, 0, buffer.length) >= 0) {
            // counted and digested by read
        }
        return digest.digest();
    }

    @Override
    public int read() throws IOException {
        int value = in.read();
        if (value >= 0) {
            count++;
            digest.update((byte) value);
        }
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = in.read(buffer, offset, length);
        if (read > 0) {
            count += read;
            digest.update(buffer, offset, read);
        }
        return read;
    }

    @Override
    public long skip(long wanted) throws IOException {
        byte[] buffer = new byte[(int) Math.min(wanted, 64 << 10)];
        return Math.max(0, read(buffer, 0, buffer.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
