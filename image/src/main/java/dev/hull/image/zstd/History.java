package dev.hull.image.zstd;

import java.util.Arrays;

/** What was decompressed last: what the reader has not taken yet, and the window that copies may reach back into. */
final class History {
    private byte[] bytes = new byte[1 << 16];
    private int window;
    private int maxSize;
    private int end;
    private int taken;
    private long total;

    /** A new frame begins; all was taken. */
    void reset(int windowSize) {
        window = windowSize;
        maxSize = windowSize + Math.max(1 << 20, Math.min(windowSize, 32 << 20)) + 2 * Literals.MAX_BLOCK;
        end = 0;
        taken = 0;
        total = 0;
    }

    /** Makes place for a block; what was taken and is older than the window goes. */
    void reserve(int size) {
        if (end + size <= bytes.length) {
            return;
        }
        int keep = Math.min(Math.max(window, end - taken), end);
        if (end + size > maxSize && keep < end) {
            System.arraycopy(bytes, end - keep, bytes, 0, keep);
            taken -= end - keep;
            end = keep;
        }
        if (end + size > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end + size, Math.min(bytes.length * 2, maxSize)));
        }
    }

    void append(byte[] source, int from, int length) throws ZstdException {
        checkBlock(length);
        System.arraycopy(source, from, bytes, end, length);
        end += length;
        total += length;
    }

    void fill(byte value, int length) {
        Arrays.fill(bytes, end, end + length, value);
        end += length;
        total += length;
    }

    /** Repeats what lies {@code offset} bytes back; the copy may reach into itself. */
    void copy(int offset, int length) throws ZstdException {
        if (offset > window || offset > total || offset > end) {
            throw new ZstdException("an offset of " + offset + " bytes, beyond what went before");
        }
        checkBlock(length);
        int from = end - offset;
        if (offset >= length) {
            System.arraycopy(bytes, from, bytes, end, length);
        } else {
            for (int i = 0; i < length; i++) {
                bytes[end + i] = bytes[from + i];
            }
        }
        end += length;
        total += length;
    }

    /** {@link #reserve} made place for what a block may hold. */
    private void checkBlock(int length) throws ZstdException {
        if (length > bytes.length - end) {
            throw new ZstdException("a block that expands beyond " + Literals.MAX_BLOCK + " bytes");
        }
    }

    int available() {
        return end - taken;
    }

    int take(byte[] target, int offset, int length) {
        int count = Math.min(length, available());
        System.arraycopy(bytes, taken, target, offset, count);
        taken += count;
        return count;
    }

    /** The frame's bytes so far. */
    long total() {
        return total;
    }

    /** Updates a checksum with the last bytes. */
    void digest(XxHash64 hash, int length) {
        hash.update(bytes, end - length, length);
    }
}
