package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.u16;
import static dev.hull.launch.capsule.form.Form.u32;
import static dev.hull.launch.capsule.form.Form.u64;
import static dev.hull.launch.capsule.form.Form.u8;

import dev.hull.launch.KeeperMessage.Report;
import dev.hull.launch.Stage;
import dev.hull.launch.Step;
import dev.hull.launch.TableLayout;
import dev.hull.launch.capsule.form.Buffer;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Program;
import dev.hull.linux.Errno;

/**
 * Performs the stages of a plan.
 *
 * <p>{@code perform} goes through a stage with {@code attempt}, one step after the other; {@code attempt} of the step
 * that spawns does not return in the child, which goes on with its own stage in {@code become}.
 */
final class Performer {
    /** Exit status of an intermediate or init that has reported its failure. */
    private static final int FAILED = 125;

    private final LoadedTable table;
    private final Function run;
    private final Function tolerates;
    private final Function report;
    private final Function perform;
    private final Function become;
    private final Function execute;
    private final Function attempt;
    private final PerformerCalls calls;

    Performer(Program program, LoadedTable table, Loader loader, Times times) {
        this.table = table;
        run = new StepCode(program, table, loader, times).run;
        perform = program.function("perform");
        tolerates = program.function("tolerates").is(Performer::tolerates);
        report = program.function("report").is(this::report);
        become = program.function("become").is(this::become);
        execute = program.function("execute").is(this::execute);
        attempt = program.function("attempt").is(this::attempt);
        perform.is(this::perform);
        calls = new PerformerCalls(
                perform,
                program.function("undo").is(this::undo),
                program.function("finish").is(this::finish),
                program.function("sweep").is(this::sweep));
    }

    PerformerCalls calls() {
        return calls;
    }

    private Expression first(Expression stage) {
        return table.step(u32(table.base.plus(stage.shiftLeft(2)), TableLayout.STAGES));
    }

    private Expression behind(Expression stage) {
        return table.step(u32(table.base.plus(stage.shiftLeft(2)), TableLayout.STAGES + 4L));
    }

    private static Expression failure(Expression step, Expression error) {
        return StepRecord.id(step).shiftLeft(16).bitOr(number(0).minus(error));
    }

    /** {@code (step, error)}: whether the step lives with that negated errno. */
    private static void tolerates(Code code) {
        Local step = code.parameter("step");
        Local error = code.parameter("error");
        code.when(StepRecord.has(step, Step.Flag.TOLERATE_ALL), () -> code.give(1));
        Local errno = code.local("errno", number(0).minus(error));
        for (int i = 0; i < 4; i++) {
            code.when(u8(step, TableLayout.S_TOLERATED + (long) i).is(errno), () -> code.give(1));
        }
        code.give(0);
    }

    /** {@code (kind, step, value)}: into the report pipe, whose reader is the keeper. */
    private void report(Code code) {
        Local kind = code.parameter("kind");
        Local step = code.parameter("step");
        Local value = code.parameter("value");
        Buffer message = code.buffer("report", Report.SIZE);
        code.set(u16(message), kind);
        code.set(u16(message, 2), StepRecord.id(step));
        code.set(u32(message, 4), value);
        code.run(Kernel.write(table.writeEnd(TableLayout.W_REPORT_PIPE), message, number(Report.SIZE)));
    }

    /** {@code (stage)}: what a process does that a step of that stage has made. Does not return. */
    private void become(Code code) {
        Local stage = code.parameter("stage");
        Local own = code.local("own", Stage.INIT.code());
        Buffer none = code.buffer("none", Kernel.SIGSET_SIZE);
        // the keeper blocks every signal, and an exec keeps the mask
        code.when(stage.is(Stage.START.code()), () -> {
            code.set(u64(none), 0);
            code.run(Kernel.signalMask(Kernel.SIG_SETMASK, none, number(0)));
        });
        Expression hasIntermediate =
                first(number(Stage.INTERMEDIATE.code())).isNot(behind(number(Stage.INTERMEDIATE.code())));
        code.when(stage.is(Stage.START.code()).and(hasIntermediate), () -> code.set(own, Stage.INTERMEDIATE.code()));
        Local failure = code.local("failure", perform.call(own));
        code.when(failure, () -> {
            code.run(report.call(number(Report.FAILED), table.step(failure.shiftRight(16)), failure.bitAnd(0xFFFF)));
            code.run(Kernel.exit(FAILED));
        });
        code.run(Kernel.exit(0));
    }

    /**
     * {@code (step)}: tries to execute along PATH, one step an element, as execvp(3) does. It only comes back with an
     * error: EACCES if any attempt had that, else the last one's.
     */
    private void execute(Code code) {
        Local step = code.parameter("step");
        Local denied = code.local("denied", 0);
        Local error = code.local("error", 0);
        code.loop(() -> {
            code.set(error, run.call(step));
            Local isMissing = code.local("isMissing", error.is(Errno.ENOENT).or(error.is(Errno.ENOTDIR)));
            code.when(error.is(Errno.EACCES), () -> code.set(denied, 1), () -> {
                code.when(isMissing.isZero(), () -> code.give(failure(step, error)));
            });
            Local next = code.local("next", step.plus(TableLayout.STEP_SIZE));
            code.when(
                    StepRecord.is(next, Step.Operation.EXEC)
                            .and(StepRecord.stage(next).is(StepRecord.stage(step)))
                            .not(),
                    code::breakLoop);
            code.set(step, next);
        });
        code.when(denied, () -> code.set(error, -Errno.EACCES.number()));
        code.give(failure(step, error));
    }

    /** {@code (step)}: how many steps to go on, or a negated errno that the step does not tolerate. */
    private void attempt(Code code) {
        Local step = code.parameter("step");
        Local result = code.local("result", run.call(step));
        code.when(result.isError(), () -> {
            code.when(
                    tolerates.call(step, result),
                    () -> code.give(StepRecord.skipAfterTolerated(step).plus(1)));
            code.give(result);
        });
        code.when(StepRecord.is(step, Step.Operation.SPAWN), () -> {
            code.when(result.isZero(), () -> code.run(become.call(StepRecord.stage(step))));
            code.when(
                    StepRecord.stage(step).is(Stage.INTERMEDIATE.code()),
                    () -> code.run(report.call(number(Report.INIT_PID), step, result)));
        });
        code.when(StepRecord.undo(step), () -> code.set(StepRecord.done(step), 1));
        code.give(StepRecord.skipAfterSuccess(step).plus(1));
    }

    private void perform(Code code) {
        Local stage = code.parameter("stage");
        Local step = code.local("step", first(stage));
        Local end = code.local("end", behind(stage));
        code.loopWhile(step.isNot(end), () -> {
            code.when(StepRecord.is(step, Step.Operation.EXEC), () -> code.give(execute.call(step)));
            Local advance = code.local("advance", attempt.call(step));
            code.when(advance.isError(), () -> code.give(failure(step, advance)));
            code.set(step, step.plus(advance.times(TableLayout.STEP_SIZE)));
        });
    }

    /** {@code (stage)}: from the last step to the first; an undo that fails must not keep the others from theirs. */
    private void undo(Code code) {
        Local stage = code.parameter("stage");
        Local begin = code.local("begin", first(stage));
        Local step = code.local("step", behind(stage));
        code.loopWhile(step.isNot(begin), () -> {
            code.set(step, step.minus(TableLayout.STEP_SIZE));
            code.when(StepRecord.done(step), () -> {
                code.set(StepRecord.done(step), 0);
                code.run(run.call(table.step(StepRecord.undo(step).minus(1))));
            });
        });
    }

    private void finish(Code code) {
        Expression stage = number(Stage.END.code());
        Local step = code.local("step", first(stage));
        Local end = code.local("end", behind(stage));
        Local firstFailure = code.local("firstFailure", 0);
        code.loopWhile(step.isNot(end), () -> {
            Local advance = code.local("advance", attempt.call(step));
            code.when(advance.isError(), () -> {
                code.when(firstFailure.isZero(), () -> code.set(firstFailure, failure(step, advance)));
                code.set(advance, 1);
            });
            code.set(step, step.plus(advance.times(TableLayout.STEP_SIZE)));
        });
        code.give(firstFailure);
    }

    private void sweep(Code code) {
        Expression stage = number(Stage.END.code());
        Local step = code.local("step", first(stage));
        Local end = code.local("end", behind(stage));
        code.loopWhile(step.isNot(end), () -> {
            code.when(StepRecord.is(step, Step.Operation.KILL_CGROUP), () -> code.run(run.call(step)));
            code.set(step, step.plus(TableLayout.STEP_SIZE));
        });
    }
}
