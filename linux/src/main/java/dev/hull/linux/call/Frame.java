package dev.hull.linux.call;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.hull.linux.Architecture;
import dev.hull.linux.Errno;
import dev.hull.linux.Syscall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The memory of one call and the call itself: what the kernel reads and writes lives until the frame is closed. */
final class Frame implements AutoCloseable {
    private static final Architecture HOST = Architecture.ofHost();

    private static final int RACES = 128;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment capture = arena.allocate(Kernel.CAPTURE);

    /** Zeroed memory, aligned for the widest integer. */
    MemorySegment allocate(long size) {
        return arena.allocate(Math.max(size, 1), Long.BYTES);
    }

    MemorySegment copy(byte[] bytes) {
        return copy(bytes, 0, bytes.length);
    }

    MemorySegment copy(byte[] bytes, int offset, int length) {
        MemorySegment segment = allocate(length);
        MemorySegment.copy(bytes, offset, segment, JAVA_BYTE, 0, length);
        return segment;
    }

    /** The address of the path's bytes and a NUL. */
    long path(Pathname path) {
        byte[] bytes = path.shared();
        MemorySegment segment = allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, segment, JAVA_BYTE, 0, bytes.length);
        return segment.address();
    }

    /** The address of the text in UTF-8 and a NUL. */
    long text(String text) {
        return path(Pathname.of(text));
    }

    /**
     * Makes the call, again if a signal interrupted it.
     *
     * @param object what a failure's message names
     * @param arguments at most six; the kernel ignores what a call does not take
     */
    long call(Syscall syscall, Object object, long... arguments) throws LinuxException {
        long result;
        do {
            result = attempt(syscall, arguments);
        } while (result == -Errno.EINTR.number());
        return checked(syscall, object, result);
    }

    /** As {@link #call}, but tries a few more times when a concurrent rename made the kernel give up: EAGAIN. */
    long callRetryingRaces(Syscall syscall, Object object, long... arguments) throws LinuxException {
        long result = 0;
        for (int i = 0; i < RACES; i++) {
            result = attempt(syscall, arguments);
            if (result != -Errno.EAGAIN.number() && result != -Errno.EINTR.number()) {
                break;
            }
        }
        return checked(syscall, object, result);
    }

    /** As {@link #call}, but an interruption is a failure: for calls that must not be repeated, and for waits. */
    long callOnce(Syscall syscall, Object object, long... arguments) throws LinuxException {
        return checked(syscall, object, attempt(syscall, arguments));
    }

    /** Makes the call once; a negative result is the errno's negation, as in the kernel. */
    long attempt(Syscall syscall, long... arguments) {
        long result = Kernel.syscall(
                capture,
                syscall.number(HOST),
                argument(arguments, 0),
                argument(arguments, 1),
                argument(arguments, 2),
                argument(arguments, 3),
                argument(arguments, 4),
                argument(arguments, 5));
        return result == -1 ? -Kernel.errno(capture) : result;
    }

    private static long checked(Syscall syscall, Object object, long result) throws LinuxException {
        if (result < 0) {
            throw new LinuxException(syscall.kernelName(), object.toString(), (int) -result);
        }
        return result;
    }

    private static long argument(long[] arguments, int index) {
        return index < arguments.length ? arguments[index] : 0;
    }

    @Override
    public void close() {
        arena.close();
    }
}
