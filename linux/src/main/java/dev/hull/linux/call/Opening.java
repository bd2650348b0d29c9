package dev.hull.linux.call;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hull.linux.OpenFlags;
import dev.hull.linux.ResolveFlags;
import dev.hull.linux.Syscall;
import java.lang.foreign.MemorySegment;

/** Opening files by path: openat(2), openat2(2). Opening a FIFO without O_NONBLOCK blocks. */
public final class Opening {
    private static final int OPEN_HOW_SIZE = 24;

    private Opening() {}

    /**
     * openat(2).
     *
     * @param flags {@link OpenFlags}; O_CLOEXEC is added
     * @param mode permissions of a file that is made, less the umask
     */
    public static FileDescriptor openat(FileDescriptor directory, Pathname path, int flags, int mode)
            throws LinuxException {
        try (Frame frame = new Frame()) {
            return FileDescriptor.owning(frame.call(
                    Syscall.OPENAT, path, directory.number(), frame.path(path), flags | OpenFlags.O_CLOEXEC, mode));
        }
    }

    /** openat(2) of a file that exists, relative to the working directory. */
    public static FileDescriptor open(Pathname path, int flags) throws LinuxException {
        return openat(FileDescriptor.AT_FDCWD, path, flags, 0);
    }

    /**
     * openat2(2): the walk obeys {@link ResolveFlags}. EXDEV: the path leaves the directory (RESOLVE_BENEATH) or the
     * file system; ELOOP: it meets a link that is not allowed; EAGAIN: a rename raced with it, which is tried again.
     *
     * @param mode must be 0 unless the flags make a file
     */
    public static FileDescriptor openat2(FileDescriptor directory, Pathname path, int flags, int mode, long resolve)
            throws LinuxException {
        try (Frame frame = new Frame()) {
            MemorySegment how = frame.allocate(OPEN_HOW_SIZE);
            how.set(JAVA_LONG, 0, flags | OpenFlags.O_CLOEXEC);
            how.set(JAVA_LONG, 8, mode);
            how.set(JAVA_LONG, 16, resolve);
            long name = frame.path(path);
            return FileDescriptor.owning(frame.callRetryingRaces(
                    Syscall.OPENAT2, path, directory.number(), name, how.address(), OPEN_HOW_SIZE));
        }
    }
}
