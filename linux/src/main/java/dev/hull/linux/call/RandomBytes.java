package dev.hull.linux.call;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.hull.linux.Syscall;
import java.lang.foreign.MemorySegment;

/** Random bytes of the kernel: getrandom(2). Blocks only until the pool is ready, early in the machine's boot. */
public final class RandomBytes {
    private RandomBytes() {}

    public static byte[] get(int length) throws LinuxException {
        try (Frame frame = new Frame()) {
            MemorySegment buffer = frame.allocate(length);
            long done = 0;
            while (done < length) {
                done += frame.call(Syscall.GETRANDOM, "", buffer.address() + done, length - done, 0);
            }
            return buffer.asSlice(0, length).toArray(JAVA_BYTE);
        }
    }
}
