package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.i32;
import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.u32;
import static dev.hull.launch.capsule.form.Form.u64;

import dev.hull.launch.capsule.form.Buffer;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Program;
import dev.hull.linux.Errno;
import dev.hull.linux.Syscall;

/** The step RUN: a host program, forked, executed, waited for. */
final class HostProgram {
    private static final int CLONE_PIDFD = 0x1000;
    private static final int CLONE_ARGS = 64;
    private static final int CLONE_ARGS_PIDFD = 8;
    private static final int CLONE_ARGS_EXIT_SIGNAL = 32;
    private static final int SIGCHLD = 17;
    private static final int SIGPIPE = 13;
    private static final int SIGKILL = 9;
    private static final int SIG_SETMASK = 2;
    private static final int SIGNAL_SET = 8;
    private static final int POLLIN = 1;
    private static final int P_PIDFD = 3;
    private static final int WEXITED = 4;
    private static final int SIGINFO = 128;
    private static final int SIGINFO_CODE = 8;
    private static final int SIGINFO_STATUS = 24;
    private static final int CLD_EXITED = 1;
    private static final int NOT_FOUND = 127;

    /** {@code (path, argv, envp, limit in ms or 0)}: 0, ECANCELED unless it exits with 0, the error of clone3(2). */
    final Function run;

    HostProgram(Program program) {
        Function become = program.function("becomeHostProgram").is(HostProgram::become);
        Function await = program.function("awaitExit").is(HostProgram::await);
        run = program.function("runHostProgram").is(code -> run(code, become, await));
    }

    private static void run(Code code, Function become, Function await) {
        Local path = code.parameter("path");
        Local argv = code.parameter("argv");
        Local envp = code.parameter("envp");
        Local limit = code.parameter("limit");
        Buffer clone = code.buffer("clone_args", CLONE_ARGS);
        Buffer descriptor = code.buffer("pidfd", 8);
        zero(code, clone);
        code.set(u64(clone), CLONE_PIDFD);
        code.set(u64(clone, CLONE_ARGS_PIDFD), descriptor);
        code.set(u64(clone, CLONE_ARGS_EXIT_SIGNAL), SIGCHLD);
        Local pid = code.local("pid", syscall(Syscall.CLONE3, clone, number(CLONE_ARGS)));
        code.when(pid.isError(), () -> code.give(pid));
        code.when(pid.isZero(), () -> code.run(become.call(path, argv, envp)));
        Local pidfd = code.local("pidfd", i32(descriptor));
        Local clean = code.local("clean", await.call(pidfd, limit));
        code.run(syscall(Syscall.CLOSE, pidfd));
        code.when(clean, () -> code.give(0));
        code.give(-Errno.ECANCELED.number());
    }

    private static void zero(Code code, Buffer buffer) {
        for (int offset = 0; offset < buffer.size(); offset += 8) {
            code.set(u64(buffer, offset), 0);
        }
    }

    /** {@code (path, argv, envp)}: in the child. The keeper's blocked and ignored signals are its own affair. */
    private static void become(Code code) {
        Local path = code.parameter("path");
        Local argv = code.parameter("argv");
        Local envp = code.parameter("envp");
        Buffer action = code.buffer("sigaction", 32);
        zero(code, action);
        code.run(syscall(Syscall.RT_SIGACTION, number(SIGPIPE), action, number(0), number(SIGNAL_SET)));
        code.run(syscall(Syscall.RT_SIGPROCMASK, number(SIG_SETMASK), action, number(0), number(SIGNAL_SET)));
        code.run(syscall(Syscall.EXECVE, path, argv, envp));
        code.run(syscall(Syscall.EXIT_GROUP, number(NOT_FOUND)));
    }

    /** {@code (pidfd, limit in ms or 0)}: whether it exited with 0. After the limit it is killed. */
    private static void await(Code code) {
        Local pidfd = code.parameter("pidfd");
        Local limit = code.parameter("limit");
        Buffer poll = code.buffer("pollfd", 8);
        Buffer time = code.buffer("timespec", 16);
        Buffer info = code.buffer("siginfo", SIGINFO);
        code.when(limit, () -> {
            code.set(u32(poll), pidfd);
            code.set(u32(poll, 4), POLLIN);
            code.set(u64(time), limit.dividedBy(1000));
            code.set(u64(time, 8), limit.modulo(1000).times(1_000_000));
            Expression ready = syscall(Syscall.PPOLL, poll, number(1), time, number(0), number(SIGNAL_SET));
            code.when(
                    ready.isZero(),
                    () -> code.run(syscall(Syscall.PIDFD_SEND_SIGNAL, pidfd, number(SIGKILL), number(0), number(0))));
        });
        code.run(syscall(Syscall.WAITID, number(P_PIDFD), pidfd, info, number(WEXITED), number(0)));
        code.give(u32(info, SIGINFO_CODE)
                .is(CLD_EXITED)
                .and(u32(info, SIGINFO_STATUS).isZero()));
    }
}
