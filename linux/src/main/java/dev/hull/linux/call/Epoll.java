package dev.hull.linux.call;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.hull.linux.Architecture;
import dev.hull.linux.Errno;
import dev.hull.linux.FcntlConstants;
import dev.hull.linux.Syscall;
import java.io.Closeable;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** An epoll(7) instance: one platform thread waits for many pidfds and sockets. */
public final class Epoll implements Closeable {
    /** {@code struct epoll_event {u32 events; u64 data}} is packed on x86-64 alone. */
    private static final boolean PACKED = Architecture.ofHost() == Architecture.X86_64;

    private static final int EVENT_SIZE = PACKED ? 12 : 16;
    private static final int DATA_OFFSET = PACKED ? 4 : 8;
    private static final int MAX_EVENTS = 64;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /**
     * What happened.
     *
     * @param data what the descriptor was added with
     * @param events EPOLL* of {@link dev.hull.linux.PollEvents}
     */
    public record Event(long data, int events) {}

    private final FileDescriptor descriptor;

    private Epoll(FileDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** epoll_create1(2). */
    public static Epoll create() throws LinuxException {
        try (Frame frame = new Frame()) {
            return new Epoll(
                    FileDescriptor.owning(frame.call(Syscall.EPOLL_CREATE1, "", FcntlConstants.EPOLL_CLOEXEC)));
        }
    }

    /** epoll_ctl(2) EPOLL_CTL_ADD. */
    public void add(FileDescriptor file, int events, long data) throws LinuxException {
        control(FcntlConstants.EPOLL_CTL_ADD, file, events, data);
    }

    /** epoll_ctl(2) EPOLL_CTL_MOD. */
    public void modify(FileDescriptor file, int events, long data) throws LinuxException {
        control(FcntlConstants.EPOLL_CTL_MOD, file, events, data);
    }

    /** epoll_ctl(2) EPOLL_CTL_DEL; a descriptor's close does the same if it has no duplicate. */
    public void remove(FileDescriptor file) throws LinuxException {
        control(FcntlConstants.EPOLL_CTL_DEL, file, 0, 0);
    }

    private void control(int operation, FileDescriptor file, int events, long data) throws LinuxException {
        try (Frame frame = new Frame()) {
            MemorySegment event = frame.allocate(EVENT_SIZE);
            event.set(JAVA_INT, 0, events);
            event.set(JAVA_LONG_UNALIGNED, DATA_OFFSET, data);
            frame.call(Syscall.EPOLL_CTL, file, descriptor.number(), operation, file.number(), event.address());
        }
    }

    /**
     * epoll_pwait(2): up to 64 events, none if the time was up. Blocks.
     *
     * @param milliseconds -1 for ever
     */
    public List<Event> await(int milliseconds) throws LinuxException {
        long end = System.nanoTime() + milliseconds * NANOS_PER_MILLI;
        try (Frame frame = new Frame()) {
            MemorySegment buffer = frame.allocate((long) MAX_EVENTS * EVENT_SIZE);
            long result;
            do {
                long left = milliseconds < 0 ? -1 : Math.max(0, (end - System.nanoTime()) / NANOS_PER_MILLI);
                result = frame.attempt(
                        Syscall.EPOLL_PWAIT, descriptor.number(), buffer.address(), MAX_EVENTS, left, 0, 8);
            } while (result == -Errno.EINTR.number());
            if (result < 0) {
                throw new LinuxException("epoll_pwait", descriptor.toString(), (int) -result);
            }
            List<Event> events = new ArrayList<>((int) result);
            for (long at = 0; at < result * EVENT_SIZE; at += EVENT_SIZE) {
                events.add(new Event(
                        buffer.get(JAVA_LONG_UNALIGNED, at + DATA_OFFSET), buffer.get(JAVA_INT_UNALIGNED, at)));
            }
            return events;
        }
    }

    @Override
    public void close() throws LinuxException {
        descriptor.close();
    }
}
