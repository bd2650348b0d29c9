package dev.hull.linux.call;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.hull.linux.DeviceNumber;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.StatxFlags;
import dev.hull.linux.Syscall;
import java.lang.foreign.MemorySegment;
import java.time.Instant;

/**
 * A file's status, as statx(2) tells it.
 *
 * @param mode the type and the permissions: {@code st_mode}
 * @param links hard links, unsigned
 * @param uid unsigned
 * @param gid unsigned
 * @param inode unsigned
 * @param size in bytes
 * @param blocks in units of 512 bytes
 * @param device where the file lives
 * @param special the device that the file stands for, 0:0 if it is none
 * @param mountId as in mountinfo; 0 where the file system does not tell
 */
public record FileStatus(
        int mode,
        long links,
        long uid,
        long gid,
        long inode,
        long size,
        long blocks,
        Instant accessed,
        Instant modified,
        Instant changed,
        DeviceNumber device,
        DeviceNumber special,
        long mountId) {
    private static final int STATX_SIZE = 256;
    private static final int MASK = StatxFlags.STATX_BASIC_STATS | StatxFlags.STATX_MNT_ID;

    /** statx(2) of an open file, of O_PATH descriptors too. */
    public static FileStatus of(FileDescriptor file) throws LinuxException {
        return statx(file, Pathname.EMPTY, OpenFlags.AT_EMPTY_PATH);
    }

    /** statx(2); flags: AT_SYMLINK_NOFOLLOW, AT_NO_AUTOMOUNT, AT_EMPTY_PATH. */
    public static FileStatus statx(FileDescriptor directory, Pathname path, int flags) throws LinuxException {
        try (Frame frame = new Frame()) {
            MemorySegment answer = frame.allocate(STATX_SIZE);
            Object object = path.equals(Pathname.EMPTY) ? directory : path;
            frame.call(Syscall.STATX, object, directory.number(), frame.path(path), flags, MASK, answer.address());
            return read(answer);
        }
    }

    // struct statx of include/uapi/linux/stat.h
    private static FileStatus read(MemorySegment statx) {
        return new FileStatus(
                Short.toUnsignedInt(statx.get(JAVA_SHORT, 28)),
                Integer.toUnsignedLong(statx.get(JAVA_INT, 16)),
                Integer.toUnsignedLong(statx.get(JAVA_INT, 20)),
                Integer.toUnsignedLong(statx.get(JAVA_INT, 24)),
                statx.get(JAVA_LONG, 32),
                statx.get(JAVA_LONG, 40),
                statx.get(JAVA_LONG, 48),
                time(statx, 64),
                time(statx, 112),
                time(statx, 96),
                new DeviceNumber(statx.get(JAVA_INT, 136), statx.get(JAVA_INT, 140)),
                new DeviceNumber(statx.get(JAVA_INT, 128), statx.get(JAVA_INT, 132)),
                statx.get(JAVA_LONG, 144));
    }

    private static Instant time(MemorySegment statx, long offset) {
        return Instant.ofEpochSecond(statx.get(JAVA_LONG, offset), statx.get(JAVA_INT, offset + 8));
    }

    /** The type alone: {@link OpenFlags#S_IFREG} and its siblings. */
    public int type() {
        return mode & OpenFlags.S_IFMT;
    }

    /** The permissions with set-user-ID, set-group-ID and the sticky bit. */
    public int permissions() {
        return mode & ~OpenFlags.S_IFMT;
    }

    public boolean isDirectory() {
        return type() == OpenFlags.S_IFDIR;
    }

    public boolean isRegular() {
        return type() == OpenFlags.S_IFREG;
    }

    public boolean isSymbolicLink() {
        return type() == OpenFlags.S_IFLNK;
    }
}
