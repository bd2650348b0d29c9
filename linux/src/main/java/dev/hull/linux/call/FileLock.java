package dev.hull.linux.call;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.hull.linux.Errno;
import dev.hull.linux.FcntlConstants;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.Syscall;
import java.lang.foreign.MemorySegment;

/**
 * Locks that belong to an open file description: they last until its last descriptor is closed, and children inherit
 * them. Locks of the whole file.
 *
 * <p>OFD locks (fcntl(2)) conflict with the POSIX locks of other programs and of {@code FileChannel.lock}, BSD locks
 * (flock(2)) only with one another.
 */
public final class FileLock {
    private static final int FLOCK_SIZE = 32;

    private FileLock() {}

    /** What one asks for: a shared lock needs the file open for reading, an exclusive one for writing. */
    public enum Kind {
        SHARED(FcntlConstants.F_RDLCK, FcntlConstants.LOCK_SH),
        EXCLUSIVE(FcntlConstants.F_WRLCK, FcntlConstants.LOCK_EX);

        private final int posix;
        private final int bsd;

        Kind(int posix, int bsd) {
            this.posix = posix;
            this.bsd = bsd;
        }
    }

    /** fcntl(2) F_OFD_SETLK: false if somebody holds a lock that conflicts. */
    public static boolean tryLock(FileDescriptor file, Kind kind) throws LinuxException {
        try (Frame frame = new Frame()) {
            long result =
                    frame.attempt(Syscall.FCNTL, file.number(), FcntlConstants.F_OFD_SETLK, flock(frame, kind.posix));
            return granted(result, "fcntl F_OFD_SETLK", file);
        }
    }

    /** fcntl(2) F_OFD_SETLKW. Blocks. */
    public static void lock(FileDescriptor file, Kind kind) throws LinuxException {
        try (Frame frame = new Frame()) {
            frame.call(Syscall.FCNTL, file, file.number(), FcntlConstants.F_OFD_SETLKW, flock(frame, kind.posix));
        }
    }

    /** fcntl(2) F_OFD_SETLK with F_UNLCK. */
    public static void unlock(FileDescriptor file) throws LinuxException {
        try (Frame frame = new Frame()) {
            frame.call(
                    Syscall.FCNTL,
                    file,
                    file.number(),
                    FcntlConstants.F_OFD_SETLK,
                    flock(frame, FcntlConstants.F_UNLCK));
        }
    }

    /** fcntl(2) F_OFD_GETLK: whether another description's lock would make {@link #tryLock} fail now. */
    public static boolean isLockedByAnother(FileDescriptor file, Kind kind) throws LinuxException {
        try (Frame frame = new Frame()) {
            MemorySegment flock = segment(frame, kind.posix);
            frame.call(Syscall.FCNTL, file, file.number(), FcntlConstants.F_OFD_GETLK, flock.address());
            return flock.get(JAVA_SHORT, 0) != FcntlConstants.F_UNLCK;
        }
    }

    /** flock(2) with LOCK_NB: false if somebody holds a lock that conflicts. */
    public static boolean tryFlock(FileDescriptor file, Kind kind) throws LinuxException {
        try (Frame frame = new Frame()) {
            long result = frame.attempt(Syscall.FLOCK, file.number(), kind.bsd | FcntlConstants.LOCK_NB);
            return granted(result, "flock", file);
        }
    }

    private static boolean granted(long result, String operation, FileDescriptor file) throws LinuxException {
        if (result == -Errno.EAGAIN.number() || result == -Errno.EACCES.number()) {
            return false;
        }
        if (result < 0) {
            throw new LinuxException(operation, file.toString(), (int) -result);
        }
        return true;
    }

    private static long flock(Frame frame, int type) {
        return segment(frame, type).address();
    }

    // struct flock {s16 l_type, l_whence; s64 l_start, l_len; s32 l_pid}: l_len 0 is the whole file, l_pid must be 0
    private static MemorySegment segment(Frame frame, int type) {
        MemorySegment flock = frame.allocate(FLOCK_SIZE);
        flock.set(JAVA_SHORT, 0, (short) type);
        flock.set(JAVA_SHORT, 2, (short) OpenFlags.SEEK_SET);
        return flock;
    }
}
