package dev.hull.image.zstd;

import org.jspecify.annotations.Nullable;

/**
 * The sequences section of a compressed block (RFC 8878, 3.1.1.3.2 and 3.1.1.4): how literals and copies of what went
 * before make the block's content. Tables and the last three offsets live on for later blocks.
 */
final class Sequences {
    private static final int[] LITERAL_BASE = {
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256, 512,
        1024, 2048, 4096, 8192, 16384, 32768, 65536
    };
    private static final int[] LITERAL_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        16
    };
    private static final int[] MATCH_BASE = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32,
        33, 34, 35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16387, 32771, 65539
    };
    private static final int[] MATCH_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2,
        2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
    };
    private static final FseTable LITERAL_DEFAULT = FseTable.of(
            6, 4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1,
            -1, -1);
    private static final FseTable MATCH_DEFAULT = FseTable.of(
            6, 1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
            1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1);
    private static final FseTable OFFSET_DEFAULT =
            FseTable.of(5, 1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1);

    /** Windows end at 128 MiB, so no offset needs more. */
    private static final int MAX_OFFSET_CODE = 28;

    private final BackwardBits stream = new BackwardBits();
    private final int[] offsets = new int[3];
    private @Nullable FseTable literalTable;
    private @Nullable FseTable offsetTable;
    private @Nullable FseTable matchTable;
    /** Where the section that is being read goes on. */
    private int position;

    /** A new frame begins. */
    void reset() {
        literalTable = null;
        offsetTable = null;
        matchTable = null;
        offsets[0] = 1;
        offsets[1] = 4;
        offsets[2] = 8;
    }

    /** Reads the section, up to the block's end, and writes the block's content. */
    void decode(byte[] in, int from, int end, Literals literals, History out) throws ZstdException {
        int count = count(in, from, end);
        int used = 0;
        if (count == 0) {
            check(position == end);
        } else {
            check(position < end);
            int modes = in[position++] & 0xFF;
            if ((modes & 3) != 0) {
                throw new ZstdException("reserved bits are set");
            }
            literalTable = table(in, end, modes >>> 6, LITERAL_DEFAULT, literalTable, 9, LITERAL_BASE.length - 1);
            offsetTable = table(in, end, modes >>> 4 & 3, OFFSET_DEFAULT, offsetTable, 8, 31);
            matchTable = table(in, end, modes >>> 2 & 3, MATCH_DEFAULT, matchTable, 9, MATCH_BASE.length - 1);
            stream.open(in, position, end - position);
            used = execute(count, literalTable, offsetTable, matchTable, literals, out);
        }
        out.append(literals.bytes, used, literals.count - used);
    }

    private int count(byte[] in, int from, int end) throws ZstdException {
        check(from < end);
        int first = in[from] & 0xFF;
        int length = first < 128 ? 1 : first < 255 ? 2 : 3;
        check(from + length <= end);
        position = from + length;
        return switch (length) {
            case 1 -> first;
            case 2 -> ((first - 128) << 8) + (in[from + 1] & 0xFF);
            default -> (int) Literals.littleEndian(in, from + 1, 2) + 0x7F00;
        };
    }

    private FseTable table(
            byte[] in, int end, int mode, FseTable standard, @Nullable FseTable last, int maxLog, int maxSymbol)
            throws ZstdException {
        return switch (mode) {
            case 0 -> standard;
            case 1 -> {
                check(position < end);
                int symbol = in[position++] & 0xFF;
                if (symbol > maxSymbol) {
                    throw new ZstdException("the code " + symbol + ", more than " + maxSymbol);
                }
                yield FseTable.ofOne(symbol);
            }
            case 2 -> {
                FseTable.Described described = FseTable.read(in, position, end, maxLog, maxSymbol);
                position += described.length();
                yield described.table();
            }
            default -> {
                if (last == null) {
                    throw new ZstdException("sequences that refer to a table which no block had");
                }
                yield last;
            }
        };
    }

    /** Returns how many literals were used. */
    private int execute(int count, FseTable literal, FseTable offset, FseTable match, Literals literals, History out)
            throws ZstdException {
        int literalState = stream.read(literal.accuracyLog);
        int offsetState = stream.read(offset.accuracyLog);
        int matchState = stream.read(match.accuracyLog);
        int used = 0;
        for (int i = 0; i < count; i++) {
            int offsetCode = offset.symbol[offsetState];
            if (offsetCode > MAX_OFFSET_CODE) {
                throw new ZstdException("an offset beyond every window");
            }
            int offsetValue = (1 << offsetCode) + stream.read(offsetCode);
            int matchCode = match.symbol[matchState];
            int matchLength = MATCH_BASE[matchCode] + stream.read(MATCH_BITS[matchCode]);
            int literalCode = literal.symbol[literalState];
            int literalLength = LITERAL_BASE[literalCode] + stream.read(LITERAL_BITS[literalCode]);
            if (i < count - 1) {
                literalState = literal.next(literalState, stream);
                matchState = match.next(matchState, stream);
                offsetState = offset.next(offsetState, stream);
            }
            if (literalLength > literals.count - used) {
                throw new ZstdException("sequences that use more literals than there are");
            }
            out.append(literals.bytes, used, literalLength);
            used += literalLength;
            out.copy(offset(offsetValue, literalLength), matchLength);
        }
        if (stream.left() != 0) {
            throw new ZstdException("a stream of sequences that does not end with the last one");
        }
        return used;
    }

    /** Values up to 3 name one of the last offsets; without literals before them, the one after it. */
    private int offset(int value, int literalLength) throws ZstdException {
        if (value > 3) {
            offsets[2] = offsets[1];
            offsets[1] = offsets[0];
            offsets[0] = value - 3;
            return offsets[0];
        }
        int index = literalLength == 0 ? value : value - 1;
        int chosen = index == 3 ? offsets[0] - 1 : offsets[index];
        if (chosen == 0) {
            throw new ZstdException("an offset of 0");
        }
        if (index > 1) {
            offsets[2] = offsets[1];
        }
        if (index > 0) {
            offsets[1] = offsets[0];
        }
        offsets[0] = chosen;
        return chosen;
    }

    private static void check(boolean whole) throws ZstdException {
        if (!whole) {
            throw new ZstdException("a sequences section that is cut");
        }
    }
}
