package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.linux.FcntlConstants.F_DUPFD_CLOEXEC;
import static dev.hull.linux.OpenFlags.O_CLOEXEC;

import dev.hull.launch.capsule.form.Expression;
import dev.hull.linux.Signal;
import dev.hull.linux.Syscall;

/** The system calls that client and keeper make most, with their constant arguments as numbers. */
final class Kernel {
    /** {@code include/uapi/linux/splice.h}: never wait for the pipe. */
    static final int SPLICE_F_NONBLOCK = 2;

    static final int SIG_BLOCK = 0;
    static final int SIG_UNBLOCK = 1;
    static final int SIG_SETMASK = 2;
    /** Bytes of the kernel's sigset_t. */
    static final int SIGSET_SIZE = 8;

    static final int CLOCK_REALTIME = 0;
    static final int CLOCK_MONOTONIC = 1;

    private Kernel() {}

    static Expression close(Expression descriptor) {
        return syscall(Syscall.CLOSE, descriptor);
    }

    static Expression read(Expression descriptor, Expression address, Expression length) {
        return syscall(Syscall.READ, descriptor, address, length);
    }

    static Expression write(Expression descriptor, Expression address, Expression length) {
        return syscall(Syscall.WRITE, descriptor, address, length);
    }

    /** openat(2), close-on-exec. */
    static Expression openat(Expression directory, Expression path, long flags, long mode) {
        return syscall(Syscall.OPENAT, directory, path, number(flags | O_CLOEXEC), number(mode));
    }

    static Expression ioctl(Expression descriptor, long request, Expression argument) {
        return syscall(Syscall.IOCTL, descriptor, number(request), argument);
    }

    static Expression fcntl(Expression descriptor, long command, Expression argument) {
        return syscall(Syscall.FCNTL, descriptor, number(command), argument);
    }

    /** A duplicate of the descriptor, numbered {@code least} or higher. */
    static Expression duplicate(Expression descriptor, long least) {
        return fcntl(descriptor, F_DUPFD_CLOEXEC, number(least));
    }

    static Expression pipe2(Expression ends, long flags) {
        return syscall(Syscall.PIPE2, ends, number(flags | O_CLOEXEC));
    }

    static Expression exit(Expression status) {
        return syscall(Syscall.EXIT_GROUP, status);
    }

    static Expression exit(long status) {
        return exit(number(status));
    }

    /** rt_sigprocmask(2) with the address of a mask; the old one goes to {@code old} unless that is 0. */
    static Expression signalMask(long how, Expression mask, Expression old) {
        return syscall(Syscall.RT_SIGPROCMASK, number(how), mask, old, number(SIGSET_SIZE));
    }

    /** The bit of a signal in a sigset_t. */
    static long bit(Signal signal) {
        return 1L << (signal.number() - 1);
    }
}
