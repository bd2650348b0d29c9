package dev.hull.image.zstd;

/** A decoding table of literals' Huffman codes (RFC 8878, 4.2), looked up with as many bits as the longest code has. */
final class HuffmanTable {
    private static final int MAX_BITS = 11;
    private static final int MAX_SYMBOLS = 256;

    private final int bits;
    private final byte[] symbol;
    private final byte[] length;

    private HuffmanTable(int bits) {
        this.bits = bits;
        symbol = new byte[1 << bits];
        length = new byte[1 << bits];
    }

    /** A table with the bytes that its description took. */
    record Described(HuffmanTable table, int length) {}

    static Described read(byte[] in, int from, int end) throws ZstdException {
        if (from >= end) {
            throw new ZstdException("a Huffman table that is cut");
        }
        int header = in[from] & 0xFF;
        int[] weights = new int[MAX_SYMBOLS];
        int size = header < 128 ? header : (header - 127 + 1) / 2;
        if (from + 1 + size > end) {
            throw new ZstdException("a Huffman table that is cut");
        }
        int count;
        if (header < 128) {
            count = compressedWeights(in, from + 1, from + 1 + size, weights);
        } else {
            count = header - 127;
            for (int i = 0; i < count; i++) {
                int pair = in[from + 1 + i / 2] & 0xFF;
                weights[i] = i % 2 == 0 ? pair >>> 4 : pair & 15;
            }
        }
        return new Described(of(weights, count), 1 + size);
    }

    /** Two states take turns on one stream, until it is used up. */
    private static int compressedWeights(byte[] in, int from, int end, int[] weights) throws ZstdException {
        FseTable.Described described = FseTable.read(in, from, end, 6, MAX_BITS);
        FseTable table = described.table();
        BackwardBits stream = new BackwardBits();
        stream.open(in, from + described.length(), end - from - described.length());
        int[] states = {stream.read(table.accuracyLog), stream.read(table.accuracyLog)};
        int count = 0;
        for (int turn = 0; ; turn ^= 1) {
            if (count > MAX_SYMBOLS - 3) {
                throw new ZstdException("a Huffman table of more than " + MAX_SYMBOLS + " weights");
            }
            int state = states[turn];
            weights[count++] = table.symbol[state];
            states[turn] = table.next(state, stream);
            if (stream.left() < 0) {
                weights[count++] = table.symbol[states[turn ^ 1]];
                return count;
            }
        }
    }

    /** The last symbol's weight is not told: it fills the sum up to a power of two. */
    private static HuffmanTable of(int[] weights, int count) throws ZstdException {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            if (weights[i] > MAX_BITS) {
                throw new ZstdException("a Huffman code longer than " + MAX_BITS + " bits");
            }
            sum += weights[i] == 0 ? 0 : 1 << (weights[i] - 1);
        }
        if (sum == 0) {
            throw new ZstdException("a Huffman table without codes");
        }
        int bits = 32 - Integer.numberOfLeadingZeros(sum);
        int rest = (1 << bits) - sum;
        if (bits > MAX_BITS || Integer.bitCount(rest) != 1) {
            throw new ZstdException("a Huffman table whose weights are no tree");
        }
        weights[count] = Integer.numberOfTrailingZeros(rest) + 1;
        HuffmanTable table = new HuffmanTable(bits);
        table.fill(weights, count + 1);
        return table;
    }

    private void fill(int[] weights, int count) {
        int at = 0;
        for (int weight = 1; weight <= bits; weight++) {
            for (int s = 0; s < count; s++) {
                if (weights[s] == weight) {
                    int places = 1 << (weight - 1);
                    java.util.Arrays.fill(symbol, at, at + places, (byte) s);
                    java.util.Arrays.fill(length, at, at + places, (byte) (bits + 1 - weight));
                    at += places;
                }
            }
        }
    }

    /** Decodes one stream, which must end exactly with the last symbol. */
    void decode(BackwardBits in, byte[] out, int from, int count) throws ZstdException {
        for (int i = from; i < from + count; i++) {
            int code = in.peek(bits);
            out[i] = symbol[code];
            in.skip(length[code]);
        }
        if (in.left() != 0) {
            throw new ZstdException("a Huffman stream that does not end with its last literal");
        }
    }
}
