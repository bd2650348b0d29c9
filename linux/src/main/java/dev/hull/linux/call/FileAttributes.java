package dev.hull.linux.call;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hull.linux.Errno;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.Syscall;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Owner, permissions and times of a file. A change of the owner clears set-user-ID and set-group-ID: chown first. */
public final class FileAttributes {
    /** {@code tv_nsec} of a time that stays as it is (utimensat(2)). */
    private static final long UTIME_OMIT = (1L << 30) - 2;

    private FileAttributes() {}

    /**
     * fchownat(2); flags: AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH.
     *
     * @param uid 0 to 2^32 - 2, or -1 to leave it as it is
     * @param gid likewise
     */
    public static void fchownat(FileDescriptor directory, Pathname path, long uid, long gid, int flags)
            throws LinuxException {
        try (Frame frame = new Frame()) {
            frame.call(Syscall.FCHOWNAT, path, directory.number(), frame.path(path), id(uid), id(gid), flags);
        }
    }

    /** fchown(2). */
    public static void fchown(FileDescriptor file, long uid, long gid) throws LinuxException {
        try (Frame frame = new Frame()) {
            frame.call(Syscall.FCHOWN, file, file.number(), id(uid), id(gid));
        }
    }

    private static int id(long id) {
        if (id < -1 || id > 0xFFFF_FFFEL) {
            throw new IllegalArgumentException("no user or group has the number " + id);
        }
        return (int) id;
    }

    /** fchmod(2) with set-user-ID, set-group-ID and sticky bit; not of O_PATH descriptors. */
    public static void fchmod(FileDescriptor file, int mode) throws LinuxException {
        try (Frame frame = new Frame()) {
            frame.call(Syscall.FCHMOD, file, file.number(), mode);
        }
    }

    /**
     * Permissions by name; a symbolic link is never followed and has none of its own: EOPNOTSUPP.
     *
     * <p>fchmodat2(2) since Linux 6.6; before, chmod through an O_PATH descriptor's place in /proc.
     */
    public static void fchmodat(FileDescriptor directory, Pathname path, int mode) throws LinuxException {
        try (Frame frame = new Frame()) {
            long result = frame.attempt(
                    Syscall.FCHMODAT2, directory.number(), frame.path(path), mode, OpenFlags.AT_SYMLINK_NOFOLLOW);
            if (result == 0) {
                return;
            }
            if (result != -Errno.ENOSYS.number()) {
                throw new LinuxException("fchmodat2", path.toString(), (int) -result);
            }
        }
        chmodThroughProc(directory, path, mode);
    }

    static void chmodThroughProc(FileDescriptor directory, Pathname path, int mode) throws LinuxException {
        try (FileDescriptor file = Opening.openat(directory, path, OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW, 0);
                Frame frame = new Frame()) {
            if (FileStatus.of(file).isSymbolicLink()) {
                throw new LinuxException("fchmodat", path.toString(), Errno.EOPNOTSUPP);
            }
            frame.call(Syscall.FCHMODAT, path, OpenFlags.AT_FDCWD, frame.path(file.procPath()), mode);
        }
    }

    /**
     * utimensat(2) in nanoseconds; flags: AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH.
     *
     * @param accessed null to leave it as it is
     * @param modified likewise
     */
    public static void utimensat(
            FileDescriptor directory, Pathname path, @Nullable Instant accessed, @Nullable Instant modified, int flags)
            throws LinuxException {
        try (Frame frame = new Frame()) {
            MemorySegment times = frame.allocate(32);
            put(times, 0, accessed);
            put(times, 16, modified);
            frame.call(Syscall.UTIMENSAT, path, directory.number(), frame.path(path), times.address(), flags);
        }
    }

    /** utimensat(2) of an open file, not of O_PATH descriptors. */
    public static void futimens(FileDescriptor file, @Nullable Instant accessed, @Nullable Instant modified)
            throws LinuxException {
        try (Frame frame = new Frame()) {
            MemorySegment times = frame.allocate(32);
            put(times, 0, accessed);
            put(times, 16, modified);
            frame.call(Syscall.UTIMENSAT, file, file.number(), 0, times.address(), 0);
        }
    }

    private static void put(MemorySegment times, long offset, @Nullable Instant time) {
        times.set(JAVA_LONG, offset, time == null ? 0 : time.getEpochSecond());
        times.set(JAVA_LONG, offset + 8, time == null ? UTIME_OMIT : time.getNano());
    }
}
