package dev.hull.linux.call;

import dev.hull.linux.CloneFlags;
import dev.hull.linux.Syscall;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A platform thread that may leave the process's namespaces, and ends with its action: what the kernel remembers of a
 * thread would otherwise reach whatever ran on it next.
 *
 * <p>User namespaces cannot be entered by a process with many threads (EINVAL); a pid or time namespace is entered by
 * the thread's children only.
 */
public final class NamespaceThread {
    private static final ScopedValue<Boolean> INSIDE = ScopedValue.newInstance();

    private NamespaceThread() {}

    /** Runs an action on a thread of its own and waits for its answer. {@link #setns} and {@link #unshare} work in it. */
    public static <T> T call(Callable<T> action) throws IOException, InterruptedException {
        FutureTask<T> task =
                new FutureTask<>(() -> ScopedValue.where(INSIDE, Boolean.TRUE).call(action::call));
        Thread thread = Thread.ofPlatform().name("hull-namespace").start(task);
        try {
            T answer = task.get();
            thread.join();
            return answer;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /**
     * setns(2).
     *
     * @param namespace a file of /proc/PID/ns, or a pidfd
     * @param flags CLONE_NEW* of {@link CloneFlags}; 0 with a namespace file: whatever it is
     */
    public static void setns(FileDescriptor namespace, long flags) throws LinuxException {
        checkInside();
        try (Frame frame = new Frame()) {
            // the kernel lets nobody change a root and working directory that other threads share
            if (flags == 0 || (flags & CloneFlags.CLONE_NEWNS) != 0) {
                frame.call(Syscall.UNSHARE, "CLONE_FS", CloneFlags.CLONE_FS);
            }
            frame.call(Syscall.SETNS, namespace, namespace.number(), flags);
        }
    }

    /** unshare(2) with flags of {@link CloneFlags}. */
    public static void unshare(long flags) throws LinuxException {
        checkInside();
        try (Frame frame = new Frame()) {
            frame.call(Syscall.UNSHARE, "0x" + Long.toHexString(flags), flags);
        }
    }

    private static void checkInside() {
        if (!INSIDE.isBound()) {
            throw new IllegalStateException("namespaces are left only inside NamespaceThread.call");
        }
    }
}
