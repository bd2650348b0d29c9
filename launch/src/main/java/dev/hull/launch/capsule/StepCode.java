package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.i32;
import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.numberedCall;
import static dev.hull.launch.capsule.form.Form.u64;

import dev.hull.launch.Step;
import dev.hull.launch.TableLayout;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Program;
import dev.hull.linux.Errno;

/** Performs one step, whatever its operation, and says how it went; whether that is good enough is the caller's. */
final class StepCode {
    /** {@code (step)}: the operation's result, stored where the step wants it, or a negated errno. */
    final Function run;

    private final Function argument;
    private final Function systemCall;
    private final PlainSteps plain;
    private final CgroupKill cgroup;
    private final HostProgram host;
    private final SyncPoint sync;
    private final Supervisor supervisor;

    StepCode(Program program, LoadedTable table, Loader loader, Times times) {
        plain = new PlainSteps(program, loader.inside);
        cgroup = new CgroupKill(program, table, times);
        host = new HostProgram(program, times);
        sync = new SyncPoint(program, table);
        supervisor = new Supervisor(program);
        argument = program.function("argument").is(StepCode::argument);
        systemCall = program.function("systemCall").is(code -> systemCall(code, times));
        run = program.function("run").is(this::run);
    }

    /** {@code (step, number)}: the argument's value now. */
    private static void argument(Code code) {
        Local step = code.parameter("step");
        Local number = code.parameter("number");
        Local word = code.local("word", StepRecord.word(step, number));
        Local kind = code.local("kind", StepRecord.kind(step, number));
        code.when(kind.is(TableLayout.KIND_WORD), () -> code.give(word));
        code.when(kind.is(TableLayout.KIND_LOAD_64), () -> code.give(u64(word)));
        code.give(i32(word));
    }

    private Expression argument(Expression step, int number) {
        return argument.call(step, number(number));
    }

    private void systemCall(Code code, Times times) {
        Local step = code.parameter("step");
        Local result = code.local("result", 0);
        Local tries = code.local("tries", 0);
        code.when(StepRecord.has(step, Step.Flag.RETRY_BUSY), () -> code.set(tries, Times.PAUSES));
        code.loop(() -> {
            code.set(
                    result,
                    numberedCall(
                            StepRecord.syscall(step),
                            argument(step, 0),
                            argument(step, 1),
                            argument(step, 2),
                            argument(step, 3),
                            argument(step, 4),
                            argument(step, 5)));
            Expression isBusy = result.is(Errno.EBUSY).or(result.is(Errno.EAGAIN));
            code.when(isBusy.and(tries).not(), code::breakLoop);
            code.set(tries, tries.minus(1));
            code.run(times.pause.call());
        });
        Expression isShort = result.isError().not().and(result.isNot(argument(step, 2)));
        code.when(StepRecord.has(step, Step.Flag.EXACT).and(isShort), () -> {
            code.when(result.isZero(), () -> code.give(-Errno.EPIPE.number()));
            code.give(-Errno.EIO.number());
        });
        code.give(result);
    }

    private void run(Code code) {
        Local step = code.parameter("step");
        Local result = code.local("result", 0);
        code.when(
                StepRecord.is(step, Step.Operation.DECIMAL),
                () -> {
                    code.set(
                            result,
                            plain.decimal.call(
                                    argument(step, 0), argument(step, 1), argument(step, 2), argument(step, 3)));
                },
                () -> code.when(
                        StepRecord.is(step, Step.Operation.COMPARE),
                        () -> {
                            code.set(
                                    result,
                                    plain.compare.call(
                                            argument(step, 0),
                                            argument(step, 1),
                                            argument(step, 2),
                                            argument(step, 3)));
                        },
                        () -> code.when(
                                StepRecord.is(step, Step.Operation.KILL_CGROUP),
                                () -> {
                                    code.set(result, cgroup.kill.call(argument(step, 0)));
                                },
                                () -> code.when(
                                        StepRecord.is(step, Step.Operation.RUN),
                                        () -> {
                                            code.set(
                                                    result,
                                                    host.run.call(
                                                            argument(step, 0),
                                                            argument(step, 1),
                                                            argument(step, 2),
                                                            argument(step, 3)));
                                        },
                                        () -> code.when(
                                                StepRecord.is(step, Step.Operation.NOTIFY),
                                                () -> {
                                                    code.set(
                                                            result,
                                                            sync.notify.call(argument(step, 0), argument(step, 1)));
                                                },
                                                () -> code.when(
                                                        StepRecord.is(step, Step.Operation.SUPERVISE),
                                                        () -> {
                                                            code.set(
                                                                    result,
                                                                    supervisor.supervise.call(argument(step, 0)));
                                                        },
                                                        () -> {
                                                            code.set(result, systemCall.call(step));
                                                        }))))));
        Local place = code.local("place", StepRecord.result(step));
        code.when(place.and(result.isError().not()), () -> code.set(u64(place), result));
        code.give(result);
    }
}
