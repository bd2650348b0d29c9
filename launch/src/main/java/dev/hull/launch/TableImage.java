package dev.hull.launch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A memory image that grows at its end, with the list of its words that hold offsets. */
final class TableImage {
    private ByteBuffer bytes = allocate(32 << 10);
    private int[] relocations = new int[1024];
    private int relocationCount;
    private int size;

    /** Makes room for {@code length} zero bytes, aligned to 8; returns their offset. */
    int reserve(int length) {
        int offset = size;
        long end = ((long) size + length + 7) & ~7L;
        if (end > TableLayout.MAX_SIZE) {
            throw new IllegalArgumentException("the plan needs more than " + TableLayout.MAX_SIZE + " bytes");
        }
        if (end > bytes.capacity()) {
            ByteBuffer larger = allocate((int) Math.max(end, 2L * bytes.capacity()));
            larger.put(0, bytes, 0, size);
            bytes = larger;
        }
        size = (int) end;
        return offset;
    }

    /** Appends bytes; returns their offset. */
    int append(byte[] content) {
        int offset = reserve(content.length);
        put(offset, content);
        return offset;
    }

    /** Appends a NUL-terminated string; returns its offset. */
    int append(String text) {
        return append((text + '\0').getBytes(StandardCharsets.UTF_8));
    }

    void put(int offset, byte[] content) {
        bytes.put(offset, content);
    }

    void putByte(int offset, int value) {
        bytes.put(offset, (byte) value);
    }

    void putShort(int offset, int value) {
        bytes.putShort(offset, (short) value);
    }

    void putInt(int offset, int value) {
        bytes.putInt(offset, value);
    }

    void putLong(int offset, long value) {
        bytes.putLong(offset, value);
    }

    /** Stores a pointer to another place of the image. */
    void putAddress(int offset, int target) {
        bytes.putLong(offset, target);
        if (relocationCount == relocations.length) {
            relocations = Arrays.copyOf(relocations, 2 * relocationCount);
        }
        relocations[relocationCount++] = offset;
    }

    /** Appends the relocation list, completes the header and gives the image. */
    byte[] finish() {
        int list = reserve(4 * relocationCount);
        for (int i = 0; i < relocationCount; i++) {
            putInt(list + 4 * i, relocations[i]);
        }
        putLong(TableLayout.MAGIC, TableLayout.MAGIC_VALUE);
        putLong(TableLayout.SIZE, size);
        putInt(TableLayout.RELOCATIONS, list);
        putInt(TableLayout.RELOCATION_COUNT, relocationCount);
        byte[] image = new byte[size];
        bytes.get(0, image);
        return image;
    }

    private static ByteBuffer allocate(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }
}
