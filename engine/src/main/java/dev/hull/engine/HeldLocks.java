package dev.hull.engine;

import static java.util.Objects.requireNonNull;

import dev.hull.linux.OpenFlags;
import dev.hull.linux.call.FileDescriptor;
import dev.hull.linux.call.FileLock;
import dev.hull.linux.call.Opening;
import dev.hull.linux.call.Pathname;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which files somebody has locked. With FFM each file's lock is asked about by fcntl(2); without, {@code /proc/locks} is
 * read once for many containers (proc_locks(5)), which costs an RCU grace period, some 5 ms, in the kernel.
 *
 * <p>To try a lock is to hold it for a moment, and a keeper that comes up in that moment would be refused. A look at
 * the kernel's list disturbs nobody.
 */
final class HeldLocks {
    /** The locked files of the kernel's list, or null to ask about each. */
    private final @Nullable Set<String> inodes;

    private HeldLocks(@Nullable Set<String> inodes) {
        this.inodes = inodes;
    }

    /** The locks as the profile can learn of them. */
    static HeldLocks of(Profile profile) {
        return profile == Profile.HEAVY ? new HeldLocks(null) : now();
    }

    /** The locks of this moment. A line: {@code 1: OFDLCK ADVISORY  WRITE -1 fe:00:131 0 EOF}. */
    static HeldLocks now() {
        String list = KernelFile.read(Path.of("/proc/locks"));
        if (list == null) {
            throw new HullException.Failed("read", "/proc/locks", "it is not there", "mount proc on /proc");
        }
        Set<String> inodes = new HashSet<>();
        for (String line : list.split("\n", -1)) {
            // A line with an arrow is somebody who waits.
            if (!line.contains("->")) {
                String place = place(line);
                if (!place.isEmpty()) {
                    inodes.add(place);
                }
            }
        }
        return new HeldLocks(inodes);
    }

    private static String place(String line) {
        for (String word : line.split(" ", -1)) {
            int first = word.indexOf(':');
            if (first > 0 && word.indexOf(':', first + 1) > 0) {
                return word;
            }
        }
        return "";
    }

    /** True if somebody holds a lock on the file; false too if there is no such file. */
    boolean isHeld(Path file) {
        try {
            if (inodes == null) {
                return isHeldByAnother(file);
            }
            Object device = requireNonNull(Files.getAttribute(file, "unix:dev"), "device is null");
            Object inode = requireNonNull(Files.getAttribute(file, "unix:ino"), "inode is null");
            return inodes.contains(place((Long) device, (Long) inode));
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw HullException.of("look at", file.toString(), e);
        }
    }

    private static boolean isHeldByAnother(Path file) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (FileDescriptor descriptor = Opening.open(Pathname.of(file), OpenFlags.O_RDONLY)) {
            return FileLock.isLockedByAnother(descriptor, FileLock.Kind.EXCLUSIVE);
        }
    }

    /** st_dev is glibc's dev_t: 12 bits of major in the middle of the minor's (makedev(3)). */
    private static String place(long dev, long inode) {
        long major = (dev >>> 8 & 0xFFF) | (dev >>> 32 & ~0xFFFL);
        long minor = (dev & 0xFF) | (dev >>> 12 & ~0xFFL);
        return hex(major) + ':' + hex(minor) + ':' + inode;
    }

    private static String hex(long number) {
        String digits = Long.toHexString(number);
        return digits.length() < 2 ? '0' + digits : digits;
    }
}
