package dev.hull.linux.call;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hull.linux.FcntlConstants;
import dev.hull.linux.Syscall;
import java.io.Closeable;
import java.lang.foreign.MemorySegment;

/** A counter to wake somebody with: eventfd(2). */
public final class Eventfd implements Closeable {
    private final FileDescriptor descriptor;

    private Eventfd(FileDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** eventfd2(2) that starts at 0; flags: EFD_NONBLOCK, EFD_SEMAPHORE of {@link FcntlConstants}. */
    public static Eventfd create(int flags) throws LinuxException {
        try (Frame frame = new Frame()) {
            return new Eventfd(
                    FileDescriptor.owning(frame.call(Syscall.EVENTFD2, "", 0, flags | FcntlConstants.EFD_CLOEXEC)));
        }
    }

    /** For epoll(7): readable when the counter is above 0. */
    public FileDescriptor descriptor() {
        return descriptor;
    }

    /** Adds to the counter, which wakes whoever waits. */
    public void add(long value) throws LinuxException {
        try (Frame frame = new Frame()) {
            MemorySegment word = frame.allocate(8);
            word.set(JAVA_LONG, 0, value);
            frame.call(Syscall.WRITE, descriptor, descriptor.number(), word.address(), 8);
        }
    }

    /** The counter, which becomes 0; EAGAIN if it is 0 and EFD_NONBLOCK was given. Blocks. */
    public long take() throws LinuxException {
        try (Frame frame = new Frame()) {
            MemorySegment word = frame.allocate(8);
            frame.call(Syscall.READ, descriptor, descriptor.number(), word.address(), 8);
            return word.get(JAVA_LONG, 0);
        }
    }

    @Override
    public void close() throws LinuxException {
        descriptor.close();
    }
}
