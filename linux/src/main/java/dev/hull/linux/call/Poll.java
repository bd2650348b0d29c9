package dev.hull.linux.call;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.hull.linux.Errno;
import dev.hull.linux.Syscall;
import java.lang.foreign.MemorySegment;

/** Waiting for one descriptor. For many use {@link Epoll}. */
public final class Poll {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private Poll() {}

    /**
     * ppoll(2) of one descriptor: the events that happened ({@link dev.hull.linux.PollEvents}, POLLERR and POLLHUP
     * unasked), 0 if the time was up. Blocks.
     *
     * @param milliseconds -1 for ever
     */
    public static int wait(FileDescriptor file, int events, int milliseconds) throws LinuxException {
        long end = System.nanoTime() + milliseconds * NANOS_PER_MILLI;
        try (Frame frame = new Frame()) {
            MemorySegment pollfd = frame.allocate(8);
            MemorySegment timeout = frame.allocate(16);
            pollfd.set(JAVA_INT, 0, file.number());
            pollfd.set(JAVA_SHORT, 4, (short) events);
            long result;
            do {
                long left = Math.max(0, end - System.nanoTime());
                timeout.set(JAVA_LONG, 0, left / 1_000_000_000);
                timeout.set(JAVA_LONG, 8, left % 1_000_000_000);
                result = frame.attempt(
                        Syscall.PPOLL, pollfd.address(), 1, milliseconds < 0 ? 0 : timeout.address(), 0, 8);
            } while (result == -Errno.EINTR.number());
            if (result < 0) {
                throw new LinuxException("ppoll", file.toString(), (int) -result);
            }
            return Short.toUnsignedInt(pollfd.get(JAVA_SHORT, 6));
        }
    }
}
