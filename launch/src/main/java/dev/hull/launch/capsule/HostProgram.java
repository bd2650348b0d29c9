package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.i32;
import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.u32;
import static dev.hull.launch.capsule.form.Form.u64;
import static dev.hull.linux.CloneFlags.CLONE_PIDFD;
import static dev.hull.linux.PollEvents.POLLIN;
import static dev.hull.linux.WaitFlags.CLD_EXITED;
import static dev.hull.linux.WaitFlags.P_PIDFD;
import static dev.hull.linux.WaitFlags.WEXITED;

import dev.hull.launch.capsule.form.Buffer;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Program;
import dev.hull.linux.Errno;
import dev.hull.linux.Signal;
import dev.hull.linux.Syscall;

/** The step RUN: a host program, forked, executed, waited for. */
final class HostProgram {
    private static final int CLONE_ARGS = 64;
    private static final int CLONE_ARGS_PIDFD = 8;
    private static final int CLONE_ARGS_EXIT_SIGNAL = 32;
    private static final int SIGINFO = 128;
    private static final int SIGINFO_CODE = 8;
    private static final int SIGINFO_STATUS = 24;
    private static final int NOT_FOUND = 127;

    /** {@code (path, argv, envp, limit in ms or 0)}: 0, ECANCELED unless it exits with 0, the error of clone3(2). */
    final Function run;

    HostProgram(Program program, Times times) {
        Function become = program.function("becomeHostProgram").is(HostProgram::become);
        Function await = program.function("awaitExit").is(code -> await(code, times));
        run = program.function("runHostProgram").is(code -> run(code, become, await));
    }

    private static void run(Code code, Function become, Function await) {
        Local path = code.parameter("path");
        Local argv = code.parameter("argv");
        Local envp = code.parameter("envp");
        Local limit = code.parameter("limit");
        Buffer clone = code.buffer("clone_args", CLONE_ARGS);
        Buffer descriptor = code.buffer("pidfd", 8);
        code.clear(clone);
        code.set(u64(clone), CLONE_PIDFD);
        code.set(u64(clone, CLONE_ARGS_PIDFD), descriptor);
        code.set(u64(clone, CLONE_ARGS_EXIT_SIGNAL), Signal.SIGCHLD.number());
        Local pid = code.local("pid", syscall(Syscall.CLONE3, clone, number(CLONE_ARGS)));
        code.when(pid.isError(), () -> code.give(pid));
        code.when(pid.isZero(), () -> code.run(become.call(path, argv, envp)));
        Local pidfd = code.local("pidfd", i32(descriptor));
        Local clean = code.local("clean", await.call(pidfd, limit));
        code.run(Kernel.close(pidfd));
        code.when(clean, () -> code.give(0));
        code.give(-Errno.ECANCELED.number());
    }

    /** {@code (path, argv, envp)}: in the child. The keeper's blocked and ignored signals are its own affair. */
    private static void become(Code code) {
        Local path = code.parameter("path");
        Local argv = code.parameter("argv");
        Local envp = code.parameter("envp");
        Buffer action = code.buffer("sigaction", 32);
        code.clear(action);
        code.run(syscall(
                Syscall.RT_SIGACTION, number(Signal.SIGPIPE.number()), action, number(0), number(Kernel.SIGSET_SIZE)));
        code.run(Kernel.signalMask(Kernel.SIG_SETMASK, action, number(0)));
        code.run(syscall(Syscall.EXECVE, path, argv, envp));
        code.run(Kernel.exit(NOT_FOUND));
    }

    /** {@code (pidfd, limit in ms or 0)}: whether it exited with 0. After the limit it is killed. */
    private static void await(Code code, Times times) {
        Local pidfd = code.parameter("pidfd");
        Local limit = code.parameter("limit");
        Buffer poll = code.buffer("pollfd", 8);
        Buffer info = code.buffer("siginfo", SIGINFO);
        code.when(limit, () -> {
            code.set(u32(poll), pidfd);
            code.set(u32(poll, 4), POLLIN);
            code.when(
                    times.poll
                            .call(poll, number(1), limit.times(Times.MILLISECOND))
                            .isZero(),
                    () -> code.run(syscall(
                            Syscall.PIDFD_SEND_SIGNAL, pidfd, number(Signal.SIGKILL.number()), number(0), number(0))));
        });
        code.run(syscall(Syscall.WAITID, number(P_PIDFD), pidfd, info, number(WEXITED), number(0)));
        code.give(u32(info, SIGINFO_CODE)
                .is(CLD_EXITED)
                .and(u32(info, SIGINFO_STATUS).isZero()));
    }
}
