package dev.hull.linux.call;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.hull.linux.Errno;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.Syscall;
import java.lang.foreign.MemorySegment;

/**
 * A file's bytes. Calls on pipes, sockets and terminals block until the other side acts, unless O_NONBLOCK is set; those
 * on regular files last as long as the disk does. Each moves at most 1 MiB.
 */
public final class FileContent {
    private static final int CHUNK = 1 << 20;

    private FileContent() {}

    /** read(2): how many bytes were read, 0 at the end of the file. Blocks. */
    public static int read(FileDescriptor file, byte[] buffer, int offset, int length) throws LinuxException {
        return readAt(Syscall.READ, file, buffer, offset, length, 0);
    }

    /** pread64(2) at a position in the file. */
    public static int pread(FileDescriptor file, byte[] buffer, int offset, int length, long position)
            throws LinuxException {
        return readAt(Syscall.PREAD64, file, buffer, offset, length, position);
    }

    private static int readAt(
            Syscall syscall, FileDescriptor file, byte[] buffer, int offset, int length, long position)
            throws LinuxException {
        java.util.Objects.checkFromIndexSize(offset, length, buffer.length);
        try (Frame frame = new Frame()) {
            int size = Math.min(length, CHUNK);
            MemorySegment segment = frame.allocate(size);
            int count = (int) frame.call(syscall, file, file.number(), segment.address(), size, position);
            MemorySegment.copy(segment, JAVA_BYTE, 0, buffer, offset, count);
            return count;
        }
    }

    /** write(2): how many bytes were written, possibly fewer than asked. Blocks. */
    public static int write(FileDescriptor file, byte[] buffer, int offset, int length) throws LinuxException {
        return writeAt(Syscall.WRITE, file, buffer, offset, length, 0);
    }

    /** pwrite64(2) at a position in the file (at the end if it was opened with O_APPEND: a known bug of Linux). */
    public static int pwrite(FileDescriptor file, byte[] buffer, int offset, int length, long position)
            throws LinuxException {
        return writeAt(Syscall.PWRITE64, file, buffer, offset, length, position);
    }

    private static int writeAt(
            Syscall syscall, FileDescriptor file, byte[] buffer, int offset, int length, long position)
            throws LinuxException {
        java.util.Objects.checkFromIndexSize(offset, length, buffer.length);
        try (Frame frame = new Frame()) {
            int size = Math.min(length, CHUNK);
            MemorySegment segment = frame.copy(buffer, offset, size);
            return (int) frame.call(syscall, file, file.number(), segment.address(), size, position);
        }
    }

    /** write(2) until all is written. Blocks. */
    public static void writeFully(FileDescriptor file, byte[] buffer, int offset, int length) throws LinuxException {
        int done = 0;
        while (done < length) {
            done += write(file, buffer, offset + done, length - done);
        }
    }

    /**
     * copy_file_range(2) between two files' own positions, 0 at the source's end. Where the kernel cannot (EXDEV,
     * EINVAL, EOPNOTSUPP, ENOSYS: other file systems, special files) it falls back to sendfile(2).
     */
    public static long copy(FileDescriptor from, FileDescriptor to, long length) throws LinuxException {
        try (Frame frame = new Frame()) {
            long result;
            do {
                result = frame.attempt(Syscall.COPY_FILE_RANGE, from.number(), 0, to.number(), 0, length, 0);
            } while (result == -Errno.EINTR.number());
            if (result >= 0) {
                return result;
            }
            return switch (Errno.of((int) -result).orElse(Errno.EIO)) {
                case EXDEV, EINVAL, EOPNOTSUPP, ENOSYS, EBADF -> sendfile(from, to, length);
                default -> throw new LinuxException("copy_file_range", from + " to " + to, (int) -result);
            };
        }
    }

    /** sendfile(2) from the source's position, 0 at its end; the target may be anything. Blocks if the target does. */
    public static long sendfile(FileDescriptor from, FileDescriptor to, long length) throws LinuxException {
        try (Frame frame = new Frame()) {
            return frame.call(Syscall.SENDFILE, from + " to " + to, to.number(), from.number(), 0, length);
        }
    }

    /** ftruncate(2). */
    public static void ftruncate(FileDescriptor file, long size) throws LinuxException {
        try (Frame frame = new Frame()) {
            frame.call(Syscall.FTRUNCATE, file, file.number(), size);
        }
    }

    /** fallocate(2); mode: 0 or FALLOC_FL_* of {@link dev.hull.linux.FcntlConstants}. */
    public static void fallocate(FileDescriptor file, int mode, long offset, long length) throws LinuxException {
        try (Frame frame = new Frame()) {
            frame.call(Syscall.FALLOCATE, file, file.number(), mode, offset, length);
        }
    }

    /**
     * lseek(2), the new position; whence is one of {@link OpenFlags}. SEEK_DATA and SEEK_HOLE tell a sparse file's
     * shape: ENXIO means that nothing follows.
     */
    public static long lseek(FileDescriptor file, long offset, int whence) throws LinuxException {
        try (Frame frame = new Frame()) {
            return frame.call(Syscall.LSEEK, file, file.number(), offset, whence);
        }
    }

    /** fsync(2): data and metadata are on the disk. Of a directory: its names are. Blocks. */
    public static void fsync(FileDescriptor file) throws LinuxException {
        try (Frame frame = new Frame()) {
            frame.call(Syscall.FSYNC, file, file.number());
        }
    }

    /** syncfs(2): all of the file system that the file lives on. Blocks. */
    public static void syncfs(FileDescriptor file) throws LinuxException {
        try (Frame frame = new Frame()) {
            frame.call(Syscall.SYNCFS, file, file.number());
        }
    }
}
