package dev.hull.image.zstd;

import java.util.Arrays;

/**
 * A decoding table of finite state entropy (RFC 8878, 4.1): for each state the symbol, and how to get to the next state.
 */
final class FseTable {
    final int accuracyLog;
    final byte[] symbol;
    final byte[] bits;
    final short[] base;

    private FseTable(int accuracyLog) {
        this.accuracyLog = accuracyLog;
        int size = 1 << accuracyLog;
        symbol = new byte[size];
        bits = new byte[size];
        base = new short[size];
    }

    /** A table of one state that always says the same symbol and reads no bits. */
    static FseTable ofOne(int value) {
        FseTable table = new FseTable(0);
        table.symbol[0] = (byte) value;
        return table;
    }

    /** @param counts each symbol's share of the states; -1: less than one, gets a state at the table's end */
    static FseTable of(int accuracyLog, int... counts) {
        FseTable table = new FseTable(accuracyLog);
        int size = 1 << accuracyLog;
        int[] next = new int[counts.length];
        int high = size;
        for (int s = 0; s < counts.length; s++) {
            if (counts[s] == -1) {
                table.symbol[--high] = (byte) s;
                next[s] = 1;
            } else {
                next[s] = counts[s];
            }
        }
        table.spread(counts, high);
        for (int state = 0; state < size; state++) {
            int x = next[table.symbol[state] & 0xFF]++;
            int count = accuracyLog - (31 - Integer.numberOfLeadingZeros(x));
            table.bits[state] = (byte) count;
            table.base[state] = (short) ((x << count) - size);
        }
        return table;
    }

    private void spread(int[] counts, int high) {
        int size = 1 << accuracyLog;
        int step = (size >> 1) + (size >> 3) + 3;
        int position = 0;
        for (int s = 0; s < counts.length; s++) {
            for (int i = 0; i < counts[s]; i++) {
                symbol[position] = (byte) s;
                do {
                    position = (position + step) & (size - 1);
                } while (position >= high);
            }
        }
    }

    int next(int state, BackwardBits in) {
        return (base[state] & 0xFFFF) + in.read(bits[state]);
    }

    /** A table with the bytes that its description took. */
    record Described(FseTable table, int length) {}

    /**
     * Reads a table's description (RFC 8878, 4.1.1), a bit stream that is read forward.
     *
     * @param maxSymbol the greatest symbol there may be
     */
    static Described read(byte[] in, int from, int end, int maxAccuracyLog, int maxSymbol) throws ZstdException {
        long position = from * 8L;
        int log = 5 + forward(in, end, position, 4);
        position += 4;
        if (log > maxAccuracyLog) {
            throw new ZstdException("an FSE table of accuracy " + log + ", more than " + maxAccuracyLog);
        }
        int[] counts = new int[maxSymbol + 1];
        int remaining = 1 << log;
        int s = 0;
        while (remaining > 0) {
            if (s > maxSymbol) {
                throw new ZstdException("an FSE table of more than " + (maxSymbol + 1) + " symbols");
            }
            // a value from 0 to remaining + 1; the small ones are told in one bit less
            int width = 32 - Integer.numberOfLeadingZeros(remaining + 1);
            int value = forward(in, end, position, width);
            int lowMask = (1 << (width - 1)) - 1;
            int shortValues = (1 << width) - 1 - (remaining + 1);
            if ((value & lowMask) < shortValues) {
                value &= lowMask;
                position += width - 1;
            } else {
                position += width;
                value -= value > lowMask ? shortValues : 0;
            }
            int count = value - 1;
            counts[s++] = count;
            remaining -= Math.abs(count);
            if (count == 0) {
                int repeat;
                do {
                    repeat = forward(in, end, position, 2);
                    position += 2;
                    s += repeat;
                } while (repeat == 3);
            }
        }
        if (remaining < 0) {
            throw new ZstdException("an FSE table whose shares exceed its size");
        }
        int length = (int) ((position + 7) / 8) - from;
        if (length > end - from) {
            throw new ZstdException("an FSE table that is cut");
        }
        return new Described(of(log, Arrays.copyOf(counts, Math.min(s, counts.length))), length);
    }

    /** Bits from low to high, 0 past the end. */
    private static int forward(byte[] in, int end, long position, int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            int at = (int) ((position + i) >>> 3);
            if (at < end) {
                value |= (in[at] >>> ((position + i) & 7) & 1) << i;
            }
        }
        return value;
    }
}
