package dev.hull.linux.call;

import dev.hull.linux.Errno;
import dev.hull.linux.FcntlConstants;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.Syscall;
import java.io.Closeable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open file descriptor and its owner: whoever holds the object closes it, once. Every descriptor that this package
 * makes is close-on-exec.
 *
 * <p>Closing while another thread is inside a call on it is the caller's mistake: the kernel may give the number away.
 */
public final class FileDescriptor implements Closeable {
    /** The working directory, for the calls whose names end in "at". Not owned. */
    public static final FileDescriptor AT_FDCWD = new FileDescriptor(OpenFlags.AT_FDCWD, false);

    private static final int CLOSED = Integer.MIN_VALUE;

    private final AtomicInteger number;
    private final boolean owned;

    private FileDescriptor(int number, boolean owned) {
        this.number = new AtomicInteger(number);
        this.owned = owned;
    }

    /** Takes the ownership of an open descriptor. */
    public static FileDescriptor owning(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("no descriptor has the number " + number);
        }
        return new FileDescriptor(number, true);
    }

    static FileDescriptor owning(long result) {
        return owning((int) result);
    }

    /** A descriptor that somebody else closes: 0, 1, 2. Closing the object does nothing. */
    public static FileDescriptor borrowed(int number) {
        return new FileDescriptor(number, false);
    }

    /** The kernel's number; {@link IllegalStateException} once closed. */
    public int number() {
        int current = number.get();
        if (current == CLOSED) {
            throw new IllegalStateException("the descriptor is closed");
        }
        return current;
    }

    /** Gives the ownership away: the object is closed, the descriptor stays open. */
    public int release() {
        int current = number();
        if (!number.compareAndSet(current, CLOSED)) {
            throw new IllegalStateException("the descriptor is closed");
        }
        return current;
    }

    public boolean isOpen() {
        return number.get() != CLOSED;
    }

    /** fcntl(2) F_DUPFD_CLOEXEC: another descriptor of the same open file description, not below {@code least}. */
    public FileDescriptor duplicate(int least) throws LinuxException {
        try (Frame frame = new Frame()) {
            return owning(frame.call(Syscall.FCNTL, this, number(), FcntlConstants.F_DUPFD_CLOEXEC, least));
        }
    }

    /** Where /proc shows it: a path that leads to the file itself, for calls that take no descriptor. */
    public Pathname procPath() {
        int current = number();
        return Pathname.of(current == OpenFlags.AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/" + current);
    }

    /**
     * close(2). A second close does nothing. The descriptor is gone even when close fails (EIO, ENOSPC, EDQUOT: data
     * written earlier is lost), and after EINTR, which is therefore no failure.
     */
    @Override
    public void close() throws LinuxException {
        int current = number.getAndSet(CLOSED);
        if (!owned || current == CLOSED) {
            return;
        }
        try (Frame frame = new Frame()) {
            long result = frame.attempt(Syscall.CLOSE, current);
            if (result < 0 && result != -Errno.EINTR.number()) {
                throw new LinuxException("close", "descriptor " + current, (int) -result);
            }
        }
    }

    @Override
    public String toString() {
        int current = number.get();
        return switch (current) {
            case CLOSED -> "closed descriptor";
            case OpenFlags.AT_FDCWD -> "working directory";
            default -> "descriptor " + current;
        };
    }
}
