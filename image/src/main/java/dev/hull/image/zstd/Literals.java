package dev.hull.image.zstd;

import org.jspecify.annotations.Nullable;

/** The literals section of a compressed block (RFC 8878, 3.1.1.3.1). The Huffman table lives on for later blocks. */
final class Literals {
    static final int MAX_BLOCK = 128 << 10;

    final byte[] bytes = new byte[MAX_BLOCK];
    int count;

    private final BackwardBits stream = new BackwardBits();
    private @Nullable HuffmanTable table;

    /** A new frame begins. */
    void reset() {
        table = null;
    }

    /** Reads the section; returns where the next one begins. */
    int read(byte[] in, int from, int end) throws ZstdException {
        int type = in[from] & 3;
        return type < 2 ? plain(in, from, end, type == 1) : compressed(in, from, end, type == 3);
    }

    private int plain(byte[] in, int from, int end, boolean repeated) throws ZstdException {
        int format = in[from] >>> 2 & 3;
        int headerLength = format == 1 ? 2 : format == 3 ? 3 : 1;
        check(from + headerLength <= end);
        int header = (int) littleEndian(in, from, headerLength);
        setCount(header >>> (headerLength == 1 ? 3 : 4));
        int data = from + headerLength;
        int length = repeated ? 1 : count;
        check(length <= end - data);
        if (repeated) {
            java.util.Arrays.fill(bytes, 0, count, in[data]);
        } else {
            System.arraycopy(in, data, bytes, 0, count);
        }
        return data + length;
    }

    private int compressed(byte[] in, int from, int end, boolean sameTable) throws ZstdException {
        int format = in[from] >>> 2 & 3;
        int headerLength = format < 2 ? 3 : format + 2;
        int width = format < 2 ? 10 : format == 2 ? 14 : 18;
        check(from + headerLength <= end);
        long header = littleEndian(in, from, headerLength);
        setCount((int) (header >>> 4) & ((1 << width) - 1));
        int size = (int) (header >>> (4 + width)) & ((1 << width) - 1);
        int data = from + headerLength;
        check(size <= end - data);
        int dataEnd = data + size;
        if (!sameTable) {
            HuffmanTable.Described described = HuffmanTable.read(in, data, dataEnd);
            table = described.table();
            data += described.length();
        }
        if (table == null) {
            throw new ZstdException("literals that refer to a Huffman table which no block had");
        }
        if (format == 0) {
            decode(table, in, data, dataEnd, 0, count);
        } else {
            fourStreams(table, in, data, dataEnd);
        }
        return dataEnd;
    }

    /** Three sizes of two bytes, then four streams; the first three have a quarter of the literals each, rounded up. */
    private void fourStreams(HuffmanTable huffman, byte[] in, int from, int end) throws ZstdException {
        check(end - from >= 6 && count >= 6);
        int quarter = (count + 3) / 4;
        int data = from + 6;
        for (int i = 0; i < 3; i++) {
            int size = (int) littleEndian(in, from + 2 * i, 2);
            check(size <= end - data);
            decode(huffman, in, data, data + size, i * quarter, quarter);
            data += size;
        }
        decode(huffman, in, data, end, 3 * quarter, count - 3 * quarter);
    }

    private void decode(HuffmanTable huffman, byte[] in, int from, int end, int at, int literals) throws ZstdException {
        stream.open(in, from, end - from);
        huffman.decode(stream, bytes, at, literals);
    }

    private void setCount(int literals) throws ZstdException {
        if (literals > MAX_BLOCK) {
            throw new ZstdException("a block of " + literals + " literals, more than " + MAX_BLOCK);
        }
        count = literals;
    }

    private static void check(boolean whole) throws ZstdException {
        if (!whole) {
            throw new ZstdException("a literals section that is cut");
        }
    }

    static long littleEndian(byte[] in, int from, int length) {
        long value = 0;
        for (int i = length - 1; i >= 0; i--) {
            value = value << 8 | (in[from + i] & 0xFF);
        }
        return value;
    }
}
