package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.u64;

import dev.hull.launch.TableLayout;
import dev.hull.launch.capsule.form.Buffer;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Program;
import dev.hull.linux.Syscall;

/** What a role becomes when words or hooks are needed: {@code hull _why}, {@code hull _reap}, by execve(2). */
final class HostCommand {
    /** {@code why(failure)}: tells a failure of {@link PerformerCalls}; does not return. */
    final Function why;

    /** {@code reap()}: cleans up what the plan's steps could not; does not return. */
    final Function reap;

    HostCommand(Program program, LoadedTable table, Texts texts) {
        Function become = program.function("becomeHull").is(code -> {
            Local argv = code.parameter("argv");
            Buffer none = code.buffer("none", Kernel.SIGSET_SIZE);
            // an exec keeps the mask: it must not hand on what client and keeper block
            code.set(u64(none), 0);
            code.run(Kernel.signalMask(Kernel.SIG_SETMASK, none, number(0)));
            code.run(syscall(Syscall.EXECVE, u64(argv), argv, table.keeper(TableLayout.K_ENVIRONMENT)));
            code.run(Kernel.exit(125));
        });
        why = program.function("why").is(code -> {
            Local failure = code.parameter("failure");
            code.run(texts.digits.call(
                    failure.shiftRight(PerformerCalls.STEP_SHIFT),
                    table.keeper(TableLayout.K_WHY_STEP),
                    number(TableLayout.WHY_DIGITS)));
            code.run(texts.digits.call(
                    failure.bitAnd(PerformerCalls.ERRNO_MASK),
                    table.keeper(TableLayout.K_WHY_ERRNO),
                    number(TableLayout.WHY_DIGITS)));
            code.run(become.call(table.keeper(TableLayout.K_WHY_ARGV)));
        });
        reap = program.function("reap").is(code -> code.run(become.call(table.keeper(TableLayout.K_REAP_ARGV))));
    }
}
