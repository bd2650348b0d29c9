package dev.hull.linux.call;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.hull.linux.Errno;
import dev.hull.linux.FcntlConstants;
import dev.hull.linux.Syscall;
import java.io.Closeable;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Watches files and directories: inotify(7). */
public final class Inotify implements Closeable {
    private static final int BUFFER = 16 * 1024;
    private static final int HEADER = 16;

    /**
     * What happened.
     *
     * @param watch the number that {@link #watch} answered, -1 with IN_Q_OVERFLOW: events were lost
     * @param mask IN_* of {@link FcntlConstants}
     * @param cookie the same in both halves of a rename
     * @param name in a watched directory; empty for the watched file itself
     */
    public record Event(int watch, int mask, int cookie, Pathname name) {}

    private final FileDescriptor descriptor;

    private Inotify(FileDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** inotify_init1(2); EMFILE beyond fs.inotify.max_user_instances. */
    public static Inotify create() throws LinuxException {
        try (Frame frame = new Frame()) {
            return new Inotify(FileDescriptor.owning(
                    frame.call(Syscall.INOTIFY_INIT1, "", FcntlConstants.IN_CLOEXEC | FcntlConstants.IN_NONBLOCK)));
        }
    }

    /** For epoll(7) and poll(2): readable when something happened. */
    public FileDescriptor descriptor() {
        return descriptor;
    }

    /** inotify_add_watch(2); ENOSPC beyond fs.inotify.max_user_watches. */
    public int watch(Pathname path, int mask) throws LinuxException {
        try (Frame frame = new Frame()) {
            return (int) frame.call(Syscall.INOTIFY_ADD_WATCH, path, descriptor.number(), frame.path(path), mask);
        }
    }

    /** inotify_rm_watch(2). */
    public void unwatch(int watch) throws LinuxException {
        try (Frame frame = new Frame()) {
            frame.call(Syscall.INOTIFY_RM_WATCH, "watch " + watch, descriptor.number(), watch);
        }
    }

    /** What has happened so far, possibly nothing. */
    public List<Event> read() throws LinuxException {
        try (Frame frame = new Frame()) {
            MemorySegment buffer = frame.allocate(BUFFER);
            long length = frame.attempt(Syscall.READ, descriptor.number(), buffer.address(), BUFFER);
            if (length == -Errno.EAGAIN.number() || length == -Errno.EINTR.number()) {
                return List.of();
            }
            if (length < 0) {
                throw new LinuxException("read", "inotify " + descriptor, (int) -length);
            }
            List<Event> events = new ArrayList<>();
            long at = 0;
            while (at < length) {
                // struct inotify_event {s32 wd; u32 mask, cookie, len; char name[len]}, padded with NULs
                int size = buffer.get(JAVA_INT, at + 12);
                events.add(new Event(
                        buffer.get(JAVA_INT, at),
                        buffer.get(JAVA_INT, at + 4),
                        buffer.get(JAVA_INT, at + 8),
                        name(buffer.asSlice(at + HEADER, size).toArray(JAVA_BYTE))));
                at += HEADER + size;
            }
            return events;
        }
    }

    private static Pathname name(byte[] padded) {
        int length = 0;
        while (length < padded.length && padded[length] != 0) {
            length++;
        }
        return Pathname.of(Arrays.copyOf(padded, length));
    }

    @Override
    public void close() throws LinuxException {
        descriptor.close();
    }
}
