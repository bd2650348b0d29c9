package dev.hull.linux.call;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.hull.linux.Errno;
import dev.hull.linux.Syscall;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Extended attributes of xattr(7). Names carry their namespace: {@code security.capability}, {@code user.x}.
 *
 * <p>The calls by directory and name never follow a link in the last component; they go through the directory's place
 * in /proc, for the kernel has setxattrat(2) only since 6.13.
 */
public final class ExtendedAttributes {
    /** The greatest value (XATTR_SIZE_MAX) and the greatest list of names (XATTR_LIST_MAX), in bytes. */
    private static final int MAX = 65536;

    private ExtendedAttributes() {}

    /** fsetxattr(2); not of O_PATH descriptors. Flags: 0, XATTR_CREATE, XATTR_REPLACE. */
    public static void set(FileDescriptor file, Pathname name, byte[] value, int flags) throws LinuxException {
        try (Frame frame = new Frame()) {
            frame.call(
                    Syscall.FSETXATTR,
                    name + " of " + file,
                    file.number(),
                    frame.path(name),
                    frame.copy(value).address(),
                    value.length,
                    flags);
        }
    }

    /** lsetxattr(2). */
    public static void set(FileDescriptor directory, Pathname path, Pathname name, byte[] value, int flags)
            throws LinuxException {
        try (Frame frame = new Frame()) {
            frame.call(
                    Syscall.LSETXATTR,
                    name + " of " + path,
                    frame.path(at(directory, path)),
                    frame.path(name),
                    frame.copy(value).address(),
                    value.length,
                    flags);
        }
    }

    /** fgetxattr(2); empty if the file has none of that name. */
    public static Optional<byte[]> get(FileDescriptor file, Pathname name) throws LinuxException {
        try (Frame frame = new Frame()) {
            MemorySegment buffer = frame.allocate(MAX);
            return value(
                    buffer,
                    frame.attempt(Syscall.FGETXATTR, file.number(), frame.path(name), buffer.address(), MAX),
                    "fgetxattr",
                    name + " of " + file);
        }
    }

    /** lgetxattr(2); empty if the file has none of that name. */
    public static Optional<byte[]> get(FileDescriptor directory, Pathname path, Pathname name) throws LinuxException {
        try (Frame frame = new Frame()) {
            MemorySegment buffer = frame.allocate(MAX);
            return value(
                    buffer,
                    frame.attempt(
                            Syscall.LGETXATTR,
                            frame.path(at(directory, path)),
                            frame.path(name),
                            buffer.address(),
                            MAX),
                    "lgetxattr",
                    name + " of " + path);
        }
    }

    private static Optional<byte[]> value(MemorySegment buffer, long result, String operation, String object)
            throws LinuxException {
        if (result == -Errno.ENODATA.number()) {
            return Optional.empty();
        }
        if (result < 0) {
            throw new LinuxException(operation, object, (int) -result);
        }
        return Optional.of(buffer.asSlice(0, result).toArray(JAVA_BYTE));
    }

    /** flistxattr(2), sorted as the file system has them. */
    public static List<Pathname> list(FileDescriptor file) throws LinuxException {
        try (Frame frame = new Frame()) {
            MemorySegment buffer = frame.allocate(MAX);
            return names(buffer, frame.call(Syscall.FLISTXATTR, file, file.number(), buffer.address(), MAX));
        }
    }

    /** llistxattr(2). */
    public static List<Pathname> list(FileDescriptor directory, Pathname path) throws LinuxException {
        try (Frame frame = new Frame()) {
            MemorySegment buffer = frame.allocate(MAX);
            return names(
                    buffer,
                    frame.call(Syscall.LLISTXATTR, path, frame.path(at(directory, path)), buffer.address(), MAX));
        }
    }

    /** The kernel writes each name with a NUL behind it. */
    private static List<Pathname> names(MemorySegment buffer, long length) {
        byte[] all = buffer.asSlice(0, length).toArray(JAVA_BYTE);
        List<Pathname> names = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] == 0) {
                names.add(Pathname.of(Arrays.copyOfRange(all, start, i)));
                start = i + 1;
            }
        }
        return names;
    }

    /** fremovexattr(2); ENODATA if there is none. */
    public static void remove(FileDescriptor file, Pathname name) throws LinuxException {
        try (Frame frame = new Frame()) {
            frame.call(Syscall.FREMOVEXATTR, name + " of " + file, file.number(), frame.path(name));
        }
    }

    private static Pathname at(FileDescriptor directory, Pathname path) {
        return directory.procPath().resolve(path);
    }
}
