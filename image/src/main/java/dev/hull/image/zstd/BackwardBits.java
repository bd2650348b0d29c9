package dev.hull.image.zstd;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A bit stream that is read from its end (RFC 8878, 4.1 and 4.2.2): the highest set bit of the last byte marks where it
 * begins, later bits have lower addresses. The array must have {@link #SLACK} bytes behind the stream.
 */
final class BackwardBits {
    static final int SLACK = 8;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[0];
    private int start;
    private long left;

    void open(byte[] source, int from, int length) throws ZstdException {
        if (length == 0 || source[from + length - 1] == 0) {
            throw new ZstdException("a bit stream without its final mark");
        }
        int last = source[from + length - 1] & 0xFF;
        bytes = source;
        start = from;
        left = (length - 1) * 8L + (31 - Integer.numberOfLeadingZeros(last));
    }

    /** The next bits, at most 32; past the end of the stream they are 0, and {@link #left} turns negative. */
    int read(int count) {
        int value = peek(count);
        left -= count;
        return value;
    }

    int peek(int count) {
        if (count == 0) {
            return 0;
        }
        long from = left - count;
        long mask = (1L << count) - 1;
        if (from >= 0) {
            return (int) ((long) LONG.get(bytes, start + (int) (from >>> 3)) >>> (from & 7) & mask);
        }
        if (left <= 0) {
            return 0;
        }
        long rest = (long) LONG.get(bytes, start) & ((1L << left) - 1);
        return (int) (rest << -from & mask);
    }

    void skip(int count) {
        left -= count;
    }

    /** The unread bits; negative if more were read than there were. */
    long left() {
        return left;
    }
}
