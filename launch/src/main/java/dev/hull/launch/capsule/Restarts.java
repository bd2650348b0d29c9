package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.number;

import dev.hull.launch.KeeperSettings.Restart;
import dev.hull.launch.TableLayout;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Place;
import dev.hull.launch.capsule.form.Program;
import dev.hull.launch.capsule.form.Word;

/** Whether the workload is started again, and when: 100 ms, doubled each time to at most a minute. */
final class Restarts {
    private static final long FIRST_PAUSE = 100 * Times.MILLISECOND;
    private static final long LONGEST_PAUSE = 60 * Times.SECOND;
    /** A workload that ran as long as this was well: the pauses begin anew. */
    private static final long WELL = 10 * Times.SECOND;

    private final LoadedTable table;
    private final Requests requests;
    private final Polling polling;
    private final Times times;
    private final Word pause;

    /** {@code wanted()}: whether the workload shall be started again. */
    final Function wanted;

    /** {@code waitForNext()}: serves the clients until then; 0 if somebody stopped the container meanwhile. */
    final Function waitForNext;

    Restarts(Program program, LoadedTable table, Requests requests, Polling polling, Times times) {
        this.table = table;
        this.requests = requests;
        this.polling = polling;
        this.times = times;
        pause = program.word("pause");
        wanted = program.function("restartWanted").is(this::wanted);
        waitForNext = program.function("waitForNext").is(this::waitForNext);
    }

    private void wanted(Code code) {
        Place policy = table.keeper(TableLayout.K_RESTART);
        Place max = table.keeper(TableLayout.K_RESTART_MAX);
        code.when(requests.stopped, () -> code.give(0));
        code.when(
                policy.is(Restart.ON_FAILURE.code()),
                () -> code.give(table.known(TableLayout.W_EXIT_STATUS)
                        .isNot(0)
                        .and(max.isZero()
                                .or(table.known(TableLayout.W_RESTART_COUNT).isLess(max)))));
        code.give(policy.isNot(Restart.NO.code()));
    }

    private void waitForNext(Code code) {
        Local ran =
                code.local("ran", table.known(TableLayout.W_FINISHED_AT).minus(table.known(TableLayout.W_STARTED_AT)));
        code.set(pause, pause.times(2));
        code.when(pause.isZero().or(ran.isGreater(WELL)), () -> code.set(pause, FIRST_PAUSE));
        code.when(pause.isGreater(LONGEST_PAUSE), () -> code.set(pause, LONGEST_PAUSE));
        Local until = code.local(
                "until", times.now.call(number(Kernel.CLOCK_MONOTONIC)).plus(pause));
        Local left = code.local("left", pause);
        code.loopWhile(left.isGreater(0).and(requests.stopped.isZero()), () -> {
            code.run(polling.pass.call(left));
            code.set(left, until.minus(times.now.call(number(Kernel.CLOCK_MONOTONIC))));
        });
        code.give(requests.stopped.isZero());
    }
}
