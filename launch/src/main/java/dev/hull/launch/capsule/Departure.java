package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.text;
import static dev.hull.launch.capsule.form.Form.u64;
import static dev.hull.linux.OpenFlags.AT_FDCWD;
import static dev.hull.linux.OpenFlags.O_CLOEXEC;
import static dev.hull.linux.OpenFlags.O_RDWR;

import dev.hull.launch.TableLayout;
import dev.hull.launch.capsule.form.Buffer;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Program;
import dev.hull.linux.Signal;
import dev.hull.linux.Syscall;

/**
 * How the keeper leaves its caller: a session of its own, no descriptor, directory or signal of the caller's. A pipe that
 * a shell waits on ({@code $(hull run -d ...)}) must not be held by it.
 */
final class Departure {
    /** Where the connection to the client is then. */
    private static final int CLIENT = 3;

    /** Where the locked file is then. */
    private static final int LOCK = 4;

    /** Above what is put in place: a number that is free for certain. */
    private static final int ASIDE = 16;

    /** {@code depart(socket)}: 0 or a negated errno. */
    final Function depart;

    Departure(Program program, LoadedTable table, Claim claim) {
        depart = program.function("depart").is(code -> depart(code, table, claim));
    }

    private static void depart(Code code, LoadedTable table, Claim claim) {
        Local socket = code.parameter("socket");
        Buffer set = code.buffer("set", 32); // struct sigaction {handler, flags, restorer, mask}: SIG_DFL
        code.set(u64(set), -1);
        code.run(Kernel.signalMask(Kernel.SIG_SETMASK, set, number(0)));
        code.clear(set);
        // what a caller ignores (nohup, a shell's background) an exec would hand on to the workload
        Local signal = code.local("signal", Signal.MAX);
        code.loopWhile(signal.isGreater(0), () -> {
            code.run(syscall(Syscall.RT_SIGACTION, signal, set, number(0), number(Kernel.SIGSET_SIZE)));
            code.set(signal, signal.minus(1));
        });
        code.run(syscall(Syscall.SETSID));
        code.run(syscall(Syscall.CHDIR, text("/")));
        Local client = code.local("client", Kernel.duplicate(socket, ASIDE));
        Local lock = code.local("lock", Kernel.duplicate(claim.lock, ASIDE));
        code.run(syscall(Syscall.DUP3, client, number(CLIENT), number(O_CLOEXEC)));
        code.run(syscall(Syscall.DUP3, lock, number(LOCK), number(O_CLOEXEC)));
        code.set(table.client, CLIENT);
        code.set(claim.lock, LOCK);
        Local nothing = code.local("nothing", Kernel.openat(number(AT_FDCWD), text("/dev/null"), O_RDWR, 0));
        code.when(nothing.isError(), () -> code.give(nothing));
        for (int descriptor = 0; descriptor < 3; descriptor++) {
            code.run(syscall(Syscall.DUP3, nothing, number(descriptor), number(0)));
        }
        code.run(syscall(Syscall.CLOSE_RANGE, number(LOCK + 1), number(0xffff_ffffL), number(0)));
        code.set(claim.directory, claim.open());
        code.when(claim.directory.isError(), () -> code.give(claim.directory));
        code.set(table.known(TableLayout.W_KEEPER_PID), syscall(Syscall.GETPID));
        code.give(0);
    }
}
