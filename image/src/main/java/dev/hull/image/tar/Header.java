package dev.hull.image.tar;

import dev.hull.linux.call.Pathname;
import java.util.Arrays;

/**
 * One header block.
 *
 * <p>Source: POSIX pax(1) "ustar Interchange Format"; GNU tar's manual, "Basic Tar Format", for what GNU and star put
 * elsewhere. Fields are {offset, length} in the block.
 */
final class Header {
    static final int BLOCK = 512;

    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_LENGTH = 8;

    private final byte[] block;
    private final long offset;

    private Header(byte[] block, long offset) {
        this.block = block;
        this.offset = offset;
    }

    /** Checks the sum: of unsigned bytes, or signed ones as some old writers had it; its own field counts as spaces. */
    static Header of(byte[] block, long offset) throws TarException {
        Header header = new Header(block, offset);
        long unsigned = 0;
        long signed = 0;
        for (int i = 0; i < BLOCK; i++) {
            boolean own = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH;
            unsigned += own ? ' ' : block[i] & 0xFF;
            signed += own ? ' ' : block[i];
        }
        if (!header.states(unsigned) && !header.states(signed)) {
            throw new TarException(
                    offset,
                    offset == 0
                            ? "neither a tar archive nor one that gzip or zstd compressed"
                            : "no header, its checksum is wrong: the archive is damaged");
        }
        return header;
    }

    private boolean states(long sum) {
        try {
            return number(CHECKSUM, CHECKSUM_LENGTH, "checksum") == sum;
        } catch (TarException e) {
            return false; // what is no number is no checksum either
        }
    }

    long offset() {
        return offset;
    }

    char type() {
        return (char) (block[156] & 0xFF);
    }

    boolean isUstar() {
        return matches(257, "ustar\0");
    }

    boolean isGnu() {
        return matches(257, "ustar  \0");
    }

    private boolean isStar() {
        return isUstar() && matches(508, "tar\0");
    }

    private boolean matches(int at, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (block[at + i] != (byte) text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The name with ustar's prefix; star's is shorter, GNU has times in its place. */
    byte[] name() {
        byte[] name = bytes(0, 100);
        byte[] prefix = isUstar() ? bytes(345, isStar() ? 131 : 155) : new byte[0];
        if (prefix.length == 0) {
            return name;
        }
        byte[] joined = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
        joined[prefix.length] = '/';
        System.arraycopy(name, 0, joined, prefix.length + 1, name.length);
        return joined;
    }

    byte[] link() {
        return bytes(157, 100);
    }

    long mode() throws TarException {
        return number(100, 8, "mode");
    }

    long uid() throws TarException {
        return number(108, 8, "uid");
    }

    long gid() throws TarException {
        return number(116, 8, "gid");
    }

    long size() throws TarException {
        return number(124, 12, "size");
    }

    long modified() throws TarException {
        return number(136, 12, "mtime");
    }

    long major() throws TarException {
        return isUstar() || isGnu() ? number(329, 8, "devmajor") : 0;
    }

    long minor() throws TarException {
        return isUstar() || isGnu() ? number(337, 8, "devminor") : 0;
    }

    /** GNU: the sparse file's length. */
    long realSize() throws TarException {
        return number(483, 12, "realsize");
    }

    /** GNU: whether a block of further extents follows. */
    boolean isExtended() {
        return block[482] != 0;
    }

    byte[] block() {
        return block;
    }

    private byte[] bytes(int at, int length) {
        int end = at;
        while (end < at + length && block[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(block, at, end);
    }

    long number(int at, int length, String field) throws TarException {
        return number(block, at, length, field, offset);
    }

    /**
     * Octal digits, spaces before, a space or NUL behind; or, with the highest bit set, a big-endian two's complement
     * number of the other bits (GNU's base-256).
     */
    static long number(byte[] block, int at, int length, String field, long offset) throws TarException {
        if ((block[at] & 0x80) != 0) {
            return base256(block, at, length, field, offset);
        }
        int i = at;
        int end = at + length;
        while (i < end && (block[i] == ' ' || block[i] == 0)) {
            i++;
        }
        long value = 0;
        for (; i < end && block[i] != ' ' && block[i] != 0; i++) {
            if (block[i] < '0' || block[i] > '7') {
                throw new TarException(
                        offset,
                        "the field " + field + " is no octal number: "
                                + Pathname.of(trimmed(Arrays.copyOfRange(block, at, end))));
            }
            value = value << 3 | (block[i] - '0');
        }
        return value;
    }

    private static byte[] trimmed(byte[] field) {
        int end = 0;
        while (end < field.length && field[end] != 0) {
            end++;
        }
        return Arrays.copyOf(field, end);
    }

    private static long base256(byte[] block, int at, int length, String field, long offset) throws TarException {
        boolean negative = (block[at] & 0x40) != 0;
        long value = negative ? -1 : 0;
        for (int i = 0; i < length; i++) {
            int digit = block[at + i] & 0xFF;
            if (i == 0) {
                digit = negative ? digit : digit & 0x3F;
            }
            if (value >>> 55 != 0 && value >> 55 != -1) {
                throw new TarException(offset, "the field " + field + " is greater than 63 bits");
            }
            value = value << 8 | digit;
        }
        return value;
    }
}
