package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.bytes;
import static dev.hull.launch.capsule.form.Form.i32;
import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.u64;
import static dev.hull.launch.capsule.form.Form.u8;
import static dev.hull.linux.OpenFlags.AT_FDCWD;
import static dev.hull.linux.OpenFlags.O_RDONLY;

import dev.hull.launch.Step;
import dev.hull.launch.TableLayout;
import dev.hull.launch.capsule.form.Buffer;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Place;
import dev.hull.launch.capsule.form.Program;
import dev.hull.linux.Errno;
import dev.hull.linux.Syscall;
import dev.hull.linux.WaitFlags;
import java.nio.charset.StandardCharsets;

/** What is found out when the workload has ended. */
final class Ending {
    private static final byte[] OOM_KILL = "oom_kill ".getBytes(StandardCharsets.US_ASCII);

    // siginfo_t of SIGCHLD
    private static final int SI_CODE = 8;
    private static final int SI_STATUS = 24;

    /** {@code reapInit()}: fills the exit status and the time of the end. */
    final Function reapInit;

    /** {@code oomKills()}: how many processes the kernel killed for memory. */
    final Function oomKills;

    /** {@code exitCode(failure)}: 127 for a program that is not there, 126 for one that cannot be executed, else 125. */
    final Function exitCode;

    Ending(Program program, LoadedTable table, Times times, Texts texts) {
        reapInit = program.function("reapInit").is(code -> reapInit(code, table, times));
        oomKills = program.function("oomKills").is(code -> oomKills(code, table, texts));
        exitCode = program.function("exitCode").is(code -> exitCode(code, table));
    }

    private static void reapInit(Code code, LoadedTable table, Times times) {
        Buffer info = code.buffer("info", 128);
        Place pidfd = table.known(TableLayout.W_INIT_PIDFD);
        Place status = table.known(TableLayout.W_EXIT_STATUS);
        code.set(u64(info, SI_CODE), 0);
        code.set(u64(info, SI_STATUS), 0);
        code.run(syscall(Syscall.WAITID, number(WaitFlags.P_PIDFD), pidfd, info, number(WaitFlags.WEXITED), number(0)));
        code.set(status, i32(info, SI_STATUS).bitAnd(0xff));
        code.when(i32(info, SI_CODE).isNot(WaitFlags.CLD_EXITED), () -> code.set(status, status.plus(128)));
        code.set(table.known(TableLayout.W_FINISHED_AT), times.now.call(number(Kernel.CLOCK_REALTIME)));
    }

    /** The number behind {@code oom_kill} at a line's beginning ({@code oom_kill_disable 0} is another line). */
    private static void oomKills(Code code, LoadedTable table, Texts texts) {
        Buffer content = code.buffer("content", 1024);
        Place path = table.keeper(TableLayout.K_OOM_EVENTS);
        code.when(path.isZero(), () -> code.give(0));
        Local file = code.local("file", Kernel.openat(number(AT_FDCWD), path, O_RDONLY, 0));
        code.when(file.isError(), () -> code.give(0));
        Local length = code.local("length", Kernel.read(file, content, number(content.size())));
        code.run(Kernel.close(file));
        code.when(length.isError(), () -> code.give(0));
        Local at = code.local("at", content);
        Local end = code.local("end", content.plus(length));
        code.loopWhile(at.plus(OOM_KILL.length).isBelow(end), () -> {
            Local same = code.local("same", 0);
            code.loopWhile(
                    same.isLess(OOM_KILL.length)
                            .and(u8(at.plus(same)).is(u8(bytes(OOM_KILL).plus(same)))),
                    () -> code.set(same, same.plus(1)));
            code.when(same.is(OOM_KILL.length), () -> code.give(texts.number.call(at.plus(OOM_KILL.length), end)));
            code.loopWhile(at.isBelow(end).and(u8(at).isNot('\n')), () -> code.set(at, at.plus(1)));
            code.set(at, at.plus(1));
        });
        code.give(0);
    }

    private static void exitCode(Code code, LoadedTable table) {
        Local failure = code.parameter("failure");
        Local step = code.local("step", failure.shiftRight(PerformerCalls.STEP_SHIFT));
        code.when(step.isAtLeast(TableLayout.MAX_STEPS), () -> code.give(125));
        Local record = code.local("record", table.step(step));
        code.when(u8(record, TableLayout.S_OPERATION).isNot(Step.Operation.EXEC.code()), () -> code.give(125));
        Local errno = code.local("errno", failure.bitAnd(PerformerCalls.ERRNO_MASK));
        code.when(errno.is(Errno.ENOENT.number()).or(errno.is(Errno.ENOTDIR.number())), () -> code.give(127));
        code.give(126);
    }
}
