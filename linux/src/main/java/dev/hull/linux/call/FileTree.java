package dev.hull.linux.call;

import dev.hull.linux.DeviceNumber;
import dev.hull.linux.Errno;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.Syscall;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Names in directories: making, linking, renaming and removing them, relative to an open directory.
 *
 * <p>The last component is never followed. Components before it are: open the directory with
 * {@link Opening#openat2} and give single names where the tree is not to be trusted.
 */
public final class FileTree {
    private static final int PATH_MAX = 4096;

    private FileTree() {}

    /** mkdirat(2); {@code mode} less the umask. */
    public static void mkdirat(FileDescriptor directory, Pathname path, int mode) throws LinuxException {
        try (Frame frame = new Frame()) {
            frame.call(Syscall.MKDIRAT, path, directory.number(), frame.path(path), mode);
        }
    }

    /** unlinkat(2); flags: AT_REMOVEDIR for a directory, else 0. */
    public static void unlinkat(FileDescriptor directory, Pathname path, int flags) throws LinuxException {
        try (Frame frame = new Frame()) {
            frame.call(Syscall.UNLINKAT, path, directory.number(), frame.path(path), flags);
        }
    }

    /** symlinkat(2): {@code path} becomes a link that holds {@code target}. */
    public static void symlinkat(Pathname target, FileDescriptor directory, Pathname path) throws LinuxException {
        try (Frame frame = new Frame()) {
            frame.call(Syscall.SYMLINKAT, path, frame.path(target), directory.number(), frame.path(path));
        }
    }

    /** linkat(2); flags: AT_SYMLINK_FOLLOW, AT_EMPTY_PATH (needs CAP_DAC_READ_SEARCH), else 0. */
    public static void linkat(
            FileDescriptor fromDirectory, Pathname from, FileDescriptor toDirectory, Pathname to, int flags)
            throws LinuxException {
        try (Frame frame = new Frame()) {
            frame.call(
                    Syscall.LINKAT,
                    from + " as " + to,
                    fromDirectory.number(),
                    frame.path(from),
                    toDirectory.number(),
                    frame.path(to),
                    flags);
        }
    }

    /** readlinkat(2): what the link holds; EINVAL if it is none. An empty path reads the link that is open itself. */
    public static Pathname readlinkat(FileDescriptor directory, Pathname path) throws LinuxException {
        try (Frame frame = new Frame()) {
            MemorySegment buffer = frame.allocate(PATH_MAX);
            long length = frame.call(
                    Syscall.READLINKAT, path, directory.number(), frame.path(path), buffer.address(), PATH_MAX);
            return Pathname.of(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
        }
    }

    /** renameat2(2); flags: RENAME_NOREPLACE, RENAME_EXCHANGE, RENAME_WHITEOUT of {@link OpenFlags}, else 0. */
    public static void renameat2(
            FileDescriptor fromDirectory, Pathname from, FileDescriptor toDirectory, Pathname to, int flags)
            throws LinuxException {
        try (Frame frame = new Frame()) {
            frame.call(
                    Syscall.RENAMEAT2,
                    from + " to " + to,
                    fromDirectory.number(),
                    frame.path(from),
                    toDirectory.number(),
                    frame.path(to),
                    flags);
        }
    }

    /** mknodat(2); {@code mode} holds the type (S_IFCHR, S_IFBLK, S_IFIFO, S_IFSOCK, S_IFREG) and the permissions. */
    public static void mknodat(FileDescriptor directory, Pathname path, int mode, DeviceNumber device)
            throws LinuxException {
        try (Frame frame = new Frame()) {
            frame.call(
                    Syscall.MKNODAT,
                    path,
                    directory.number(),
                    frame.path(path),
                    mode,
                    Integer.toUnsignedLong(device.encoded()));
        }
    }

    /** faccessat(2) with the real user's rights; {@code mode} is F_OK or a mask of R_OK, W_OK, X_OK. */
    public static boolean accessible(FileDescriptor directory, Pathname path, int mode) {
        try (Frame frame = new Frame()) {
            long result;
            do {
                result = frame.attempt(Syscall.FACCESSAT, directory.number(), frame.path(path), mode);
            } while (result == -Errno.EINTR.number());
            return result == 0;
        }
    }
}
