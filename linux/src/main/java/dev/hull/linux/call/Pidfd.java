package dev.hull.linux.call;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.hull.linux.Errno;
import dev.hull.linux.PollEvents;
import dev.hull.linux.Signal;
import dev.hull.linux.Syscall;
import dev.hull.linux.WaitFlags;
import java.io.Closeable;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** A process by descriptor: unlike a pid it never means another one later. */
public final class Pidfd implements Closeable {
    private static final int SIGINFO_SIZE = 128;

    private final int pid;
    private final FileDescriptor descriptor;

    private Pidfd(int pid, FileDescriptor descriptor) {
        this.pid = pid;
        this.descriptor = descriptor;
    }

    /** pidfd_open(2); ESRCH if there is no such process. Of a process that is not our child, check what it is after. */
    public static Pidfd open(int pid) throws LinuxException {
        try (Frame frame = new Frame()) {
            return new Pidfd(pid, FileDescriptor.owning(frame.call(Syscall.PIDFD_OPEN, "process " + pid, pid, 0)));
        }
    }

    /** The pid when it was opened. */
    public int pid() {
        return pid;
    }

    /** For poll(2), epoll(7), setns(2): readable when the process has ended. */
    public FileDescriptor descriptor() {
        return descriptor;
    }

    /** pidfd_send_signal(2); ESRCH once it has ended and been waited for. */
    public void sendSignal(Signal signal) throws LinuxException {
        try (Frame frame = new Frame()) {
            frame.call(
                    Syscall.PIDFD_SEND_SIGNAL,
                    signal + " to process " + pid,
                    descriptor.number(),
                    signal.number(),
                    0,
                    0);
        }
    }

    /** Whether the process has ended, child or not, waited for or not. */
    public boolean hasEnded() throws LinuxException {
        return Poll.wait(descriptor, PollEvents.POLLIN, 0) != 0;
    }

    /** poll(2): waits for the end of any process, a child or not; false if it takes longer. Blocks. */
    public boolean awaitEnd(int milliseconds) throws LinuxException {
        return Poll.wait(descriptor, PollEvents.POLLIN, milliseconds) != 0;
    }

    /** waitid(2) P_PIDFD: waits for a child's end and reaps it; ECHILD if it is none of ours. Blocks. */
    public WaitStatus waitFor() throws LinuxException {
        return wait(WaitFlags.WEXITED).orElseThrow();
    }

    /** As {@link #waitFor}, but empty while the child runs. */
    public Optional<WaitStatus> poll() throws LinuxException {
        return wait(WaitFlags.WEXITED | WaitFlags.WNOHANG);
    }

    private Optional<WaitStatus> wait(int options) throws LinuxException {
        try (Frame frame = new Frame()) {
            MemorySegment info = frame.allocate(SIGINFO_SIZE);
            long result;
            do {
                result = frame.attempt(
                        Syscall.WAITID, WaitFlags.P_PIDFD, descriptor.number(), info.address(), options, 0);
            } while (result == -Errno.EINTR.number());
            if (result < 0) {
                throw new LinuxException("waitid", "process " + pid, (int) -result);
            }
            // struct siginfo: si_signo 0, si_code 8, si_pid 16, si_status 24; with WNOHANG si_signo stays 0
            if (info.get(JAVA_INT, 0) == 0) {
                return Optional.empty();
            }
            return Optional.of(new WaitStatus(info.get(JAVA_INT, 8), info.get(JAVA_INT, 24)));
        }
    }

    @Override
    public void close() throws LinuxException {
        descriptor.close();
    }

    @Override
    public String toString() {
        return "process " + pid;
    }
}
