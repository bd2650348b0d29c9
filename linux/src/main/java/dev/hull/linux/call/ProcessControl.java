package dev.hull.linux.call;

import dev.hull.linux.Syscall;

/** prctl(2). Most operations concern the calling thread alone, which in a JVM is rarely what one wants. */
public final class ProcessControl {
    private ProcessControl() {}

    /**
     * An operation whose arguments are numbers.
     *
     * @param operation PR_* of {@link dev.hull.linux.Prctl}
     */
    public static int prctl(int operation, long a, long b, long c, long d) throws LinuxException {
        try (Frame frame = new Frame()) {
            return (int) frame.call(Syscall.PRCTL, "operation " + operation, operation, a, b, c, d);
        }
    }
}
