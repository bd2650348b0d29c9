package dev.hull.image.tree;

import dev.hull.linux.call.LinuxException;
import java.io.IOException;

/** An entry that could not be made: the archive is whole, the machine refused. */
public final class UnpackException extends IOException {
    private static final long serialVersionUID = 1L;

    private final LinuxException failure;

    UnpackException(String entry, long offset, LinuxException failure) {
        super("entry " + entry + " at byte " + offset + ": " + failure.getMessage(), failure);
        this.failure = failure;
    }

    /** The system call that failed. */
    public LinuxException failure() {
        return failure;
    }
}
