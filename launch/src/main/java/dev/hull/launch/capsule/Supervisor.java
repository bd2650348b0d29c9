package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.u32;
import static dev.hull.launch.capsule.form.Form.u64;
import static dev.hull.linux.WaitFlags.WNOHANG;

import dev.hull.launch.capsule.form.Buffer;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Program;
import dev.hull.linux.Signal;
import dev.hull.linux.Syscall;

/**
 * The step SUPERVISE: an init for a program that is not made to be one. It stays as pid 1, and the program is its child.
 *
 * <p>Signals are blocked and waited for: the kernel drops those that a pid 1 neither handles nor blocks.
 */
final class Supervisor {
    /** {@code (flags of clone)}: 0 in the child, or the error of clone(2); in the parent it does not return. */
    final Function supervise;

    private final Function reap;

    Supervisor(Program program) {
        reap = program.function("reapChildren").is(Supervisor::reap);
        supervise = program.function("supervise").is(this::supervise);
    }

    private void supervise(Code code) {
        Local flags = code.parameter("flags");
        Buffer all = code.buffer("all", Kernel.SIGSET_SIZE);
        code.set(u64(all), -1);
        code.run(Kernel.signalMask(Kernel.SIG_SETMASK, all, number(0)));
        Local child = code.local("child", syscall(Syscall.CLONE, flags, number(0), number(0), number(0), number(0)));
        code.when(child.isZero().or(child.isError()), () -> code.give(child));
        // what a start has opened of the host, and the report pipe whose end the keeper waits for
        code.run(syscall(Syscall.CLOSE_RANGE, number(3), number(0xFFFF_FFFFL), number(0)));
        code.loop(() -> {
            Local signal = code.local(
                    "signal", syscall(Syscall.RT_SIGTIMEDWAIT, all, number(0), number(0), number(Kernel.SIGSET_SIZE)));
            code.when(signal.is(Signal.SIGCHLD.number()), () -> {
                code.run(reap.call(child));
                code.continueLoop();
            });
            code.when(signal.isError().not(), () -> code.run(syscall(Syscall.KILL, child, signal)));
        });
    }

    /** {@code (child)}: whoever has ended; ends as the child did. */
    private static void reap(Code code) {
        Local child = code.parameter("child");
        Buffer buffer = code.buffer("status", 8);
        code.loop(() -> {
            Local ended = code.local("ended", syscall(Syscall.WAIT4, number(-1), buffer, number(WNOHANG), number(0)));
            code.when(ended.isLess(1), () -> code.give(0));
            code.when(ended.is(child), () -> {
                Local status = code.local("status", u32(buffer));
                Local signal = code.local("signal", status.bitAnd(0x7F));
                code.when(signal, () -> code.run(Kernel.exit(signal.plus(128))));
                code.run(Kernel.exit(status.shiftRight(8).bitAnd(0xFF)));
            });
        });
    }
}
