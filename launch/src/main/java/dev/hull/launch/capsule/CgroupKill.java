package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.u8;
import static dev.hull.linux.OpenFlags.AT_FDCWD;
import static dev.hull.linux.OpenFlags.O_RDONLY;

import dev.hull.launch.TableLayout;
import dev.hull.launch.capsule.form.Buffer;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Program;
import dev.hull.linux.Errno;
import dev.hull.linux.Signal;
import dev.hull.linux.Syscall;

/**
 * The step KILL_CGROUP. cgroup.procs is read again until it lists nobody: a process that forks while it is being killed
 * leaves a child that the next reading finds.
 */
final class CgroupKill {
    private static final int CHUNK = 1024;

    /** {@code (path)}: 0, the error of opening or reading the file, or ETIMEDOUT after a second. */
    final Function kill;

    private final LoadedTable table;

    CgroupKill(Program program, LoadedTable table, Times times) {
        this.table = table;
        Function killListed = program.function("killListed").is(this::killListed);
        kill = program.function("killCgroup").is(code -> {
            Local path = code.parameter("path");
            Local tries = code.local("tries", Times.PAUSES);
            code.loop(() -> {
                Local killed = code.local("killed", killListed.call(path));
                code.when(killed.isZero().or(killed.isError()), () -> code.give(killed));
                code.when(tries.isZero(), () -> code.give(-Errno.ETIMEDOUT.number()));
                code.set(tries, tries.minus(1));
                code.run(times.pause.call());
            });
        });
    }

    /** {@code (path)}: how many processes were listed, or a negated errno. */
    private void killListed(Code code) {
        Local path = code.parameter("path");
        Buffer chunk = code.buffer("chunk", CHUNK);
        Local file = code.local("file", Kernel.openat(number(AT_FDCWD), path, O_RDONLY, 0));
        code.when(file.isError(), () -> code.give(file));
        Local found = code.local("found", 0);
        Local pid = code.local("pid", 0);
        Local length = code.local("length", 0);
        code.loop(() -> {
            code.set(length, Kernel.read(file, chunk, number(CHUNK)));
            code.when(length.isLess(1), code::breakLoop);
            Local at = code.local("at", 0);
            code.loopWhile(at.isBelow(length), () -> {
                Local digit = code.local("digit", u8(chunk.plus(at)).minus('0'));
                code.set(at, at.plus(1));
                code.when(digit.isBelow(10), () -> {
                    code.set(pid, pid.times(10).plus(digit));
                    code.continueLoop();
                });
                // 0 stands for a process outside the reader's pid namespace; kill(0) would be this process's own group
                code.when(pid.isNot(0).and(pid.isNot(table.known(TableLayout.W_KEEPER_PID))), () -> {
                    code.run(syscall(Syscall.KILL, pid, number(Signal.SIGKILL.number())));
                    code.set(found, found.plus(1));
                });
                code.set(pid, 0);
            });
        });
        code.run(Kernel.close(file));
        code.when(length.isError(), () -> code.give(length));
        code.give(found);
    }
}
