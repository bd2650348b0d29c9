package dev.hull.linux.call;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.hull.linux.OpenFlags;
import dev.hull.linux.Syscall;
import java.io.Closeable;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a directory without {@code .} and {@code ..}, in the file system's order: getdents64(2).
 *
 * <p>What is added or removed while one reads may or may not appear; nothing else appears twice or not at all.
 */
public final class Directory implements Closeable {
    private static final int BUFFER = 32 * 1024;

    private final FileDescriptor descriptor;
    private final Queue<DirectoryEntry> ready = new ArrayDeque<>();
    private boolean ended;

    private Directory(FileDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** Reads a directory that is open (not with O_PATH) through a descriptor of its own, from the start. */
    public static Directory of(FileDescriptor directory) throws LinuxException {
        return new Directory(
                Opening.openat(directory, Pathname.of("."), OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY, 0));
    }

    /** All entries at once. */
    public static List<DirectoryEntry> list(FileDescriptor directory) throws LinuxException {
        List<DirectoryEntry> entries = new ArrayList<>();
        try (Directory reader = of(directory)) {
            for (DirectoryEntry entry = reader.next(); entry != null; entry = reader.next()) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /** The next entry, null after the last one. */
    public @Nullable DirectoryEntry next() throws LinuxException {
        while (ready.isEmpty() && !ended) {
            fill();
        }
        return ready.poll();
    }

    private void fill() throws LinuxException {
        try (Frame frame = new Frame()) {
            MemorySegment buffer = frame.allocate(BUFFER);
            int length =
                    (int) frame.call(Syscall.GETDENTS64, descriptor, descriptor.number(), buffer.address(), BUFFER);
            ended = length == 0;
            int offset = 0;
            while (offset < length) {
                offset += parse(buffer, offset);
            }
        }
    }

    // struct linux_dirent64 {u64 ino; s64 off; u16 reclen; u8 type; char name[]}, padded to 8 bytes with NULs
    private int parse(MemorySegment buffer, int offset) {
        int size = Short.toUnsignedInt(buffer.get(JAVA_SHORT, offset + 16));
        byte[] name = buffer.asSlice(offset + 19L, size - 19L).toArray(JAVA_BYTE);
        int length = 0;
        while (name[length] != 0) {
            length++;
        }
        if (!isDot(name, length)) {
            ready.add(new DirectoryEntry(
                    buffer.get(JAVA_LONG, offset),
                    buffer.get(JAVA_BYTE, offset + 18),
                    Pathname.of(Arrays.copyOf(name, length))));
        }
        return size;
    }

    private static boolean isDot(byte[] name, int length) {
        return name[0] == '.' && (length == 1 || (length == 2 && name[1] == '.'));
    }

    @Override
    public void close() throws LinuxException {
        descriptor.close();
    }
}
