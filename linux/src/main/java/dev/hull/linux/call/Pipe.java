package dev.hull.linux.call;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.hull.linux.OpenFlags;
import dev.hull.linux.Syscall;
import java.io.Closeable;
import java.lang.foreign.MemorySegment;

/**
 * A pipe, pipe(7). Closing it closes both ends; an end that was released or closed before is left alone.
 *
 * @param read the end one reads from
 * @param write the end one writes to
 */
public record Pipe(FileDescriptor read, FileDescriptor write) implements Closeable {
    /** pipe2(2); flags: O_NONBLOCK, O_DIRECT of {@link OpenFlags}; O_CLOEXEC is added. */
    public static Pipe open(int flags) throws LinuxException {
        try (Frame frame = new Frame()) {
            MemorySegment ends = frame.allocate(8);
            frame.call(Syscall.PIPE2, "", ends.address(), flags | OpenFlags.O_CLOEXEC);
            return new Pipe(FileDescriptor.owning(ends.get(JAVA_INT, 0)), FileDescriptor.owning(ends.get(JAVA_INT, 4)));
        }
    }

    @Override
    public void close() throws LinuxException {
        try (read;
                write) {
            // both are closed, whichever fails
        }
    }
}
