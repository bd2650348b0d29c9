package dev.hull.linux.call;

import dev.hull.linux.Errno;
import java.io.IOException;

/** A system call that failed: what was tried, on which object, and why. */
public final class LinuxException extends IOException {
    private static final long serialVersionUID = 1;

    private final String operation;
    private final String object;
    private final int number;

    /**
     * @param operation the call's name: {@code openat}
     * @param object what it was tried on, empty if there is nothing to name
     * @param number the errno
     */
    public LinuxException(String operation, String object, int number) {
        super((object.isEmpty() ? operation : operation + " " + object) + ": " + Errno.describe(number));
        this.operation = operation;
        this.object = object;
        this.number = number;
    }

    public LinuxException(String operation, String object, Errno errno) {
        this(operation, object, errno.number());
    }

    public String operation() {
        return operation;
    }

    public String object() {
        return object;
    }

    /** The errno as a number: the kernel has a few that userland has no name for. */
    public int number() {
        return number;
    }

    /** Whether the call failed for this reason. */
    public boolean is(Errno errno) {
        return number == errno.number();
    }
}
