package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.text;

import dev.hull.launch.KeeperCall;
import dev.hull.launch.KeeperMessage;
import dev.hull.launch.KeeperSettings;
import dev.hull.launch.Stage;
import dev.hull.launch.StatusRecord.State;
import dev.hull.launch.TableLayout;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Place;
import dev.hull.launch.capsule.form.Program;
import dev.hull.linux.Signal;
import dev.hull.linux.Syscall;

/**
 * The keeper of one container: starts the workload, keeps its output, answers for it, sees it end.
 *
 * <pre>
 * depart, status record, log, control socket
 * SETUP
 * START, INTERMEDIATE, INIT        again at each restart
 * serve until init has ended and all it wrote is with the clients and in the log
 * END, exit record, answers
 * </pre>
 */
final class Keeper {
    /** The socket that a resident engine gives to the keeper it spawns. */
    private static final int ENGINE = 4;

    private final LoadedTable table;
    private final PerformerCalls performer;
    private final Claim claim;
    private final ChildPages pages;
    private final Times times;
    private final Messages messages;
    private final StatusFile status;
    private final LogSegments log;
    private final Connections connections;
    private final Streams streams;
    private final Requests requests;
    private final Polling polling;
    private final Restarts restarts;
    private final WorkloadStart start;
    private final Ending ending;
    private final HostCommand host;
    private final ControlSocket control;
    private final Departure departure;

    private final Function prepare;
    private final Function begin;
    private final Function serve;
    private final Function closeRun;
    private final Function fail;
    private final Function end;
    private final Function answerAll;

    /** {@code keep(socket)}: the keeper's whole life, in the process it was forked for; does not return. */
    final Function keep;

    /** {@code spawned()}: the same for a keeper that a resident engine spawned, which claims the container itself. */
    final Function spawned;

    Keeper(
            Program program,
            LoadedTable table,
            PerformerCalls performer,
            Claim claim,
            ChildPages pages,
            RoleParts parts) {
        this.table = table;
        this.performer = performer;
        this.claim = claim;
        this.pages = pages;
        times = parts.times();
        messages = parts.messages();
        host = parts.host();
        control = parts.control();
        Texts texts = parts.texts();
        status = new StatusFile(program, table, texts);
        log = new LogSegments(program, table, status, texts, times);
        connections = new Connections(program, table, messages);
        streams = new Streams(program, table, connections, log);
        requests = new Requests(program, table, messages, connections, streams);
        polling = new Polling(program, table, connections, streams, requests, times);
        restarts = new Restarts(program, table, requests, polling, times);
        start = new WorkloadStart(program, table, performer, claim, pages, times);
        ending = new Ending(program, table, times, texts);
        departure = new Departure(program, table, claim);
        answerAll = program.function("answerAll").is(this::answerAll);
        fail = program.function("fail").is(this::fail);
        prepare = program.function("prepare").is(this::prepare);
        begin = program.function("begin").is(this::begin);
        serve = program.function("serve").is(this::serve);
        closeRun = program.function("closeRun").is(this::closeRun);
        end = program.function("end").is(this::end);
        keep = program.function("keep").is(this::keep);
        spawned = program.function("spawned").is(this::spawned);
    }

    private void spawned(Code code) {
        Local result = code.local("result", claim.claim.call());
        code.when(result.isError(), () -> {
            code.run(messages.tell.call(
                    number(ENGINE),
                    number(KeeperMessage.FAILED),
                    number(0).minus(result),
                    number(KeeperCall.CLAIM.id()),
                    number(0)));
            code.run(Kernel.exit(125));
        });
        code.run(keep.call(number(ENGINE)));
    }

    private void keep(Code code) {
        Local socket = code.parameter("socket");
        Local failure = code.local("failure", prepare.call(socket));
        code.when(failure, () -> code.run(fail.call(failure)));
        code.set(failure, performer.perform().call(number(Stage.SETUP.code())));
        code.when(failure.isZero(), () -> code.set(failure, begin.call()));
        code.when(failure, () -> {
            code.run(performer.undo().call(number(Stage.SETUP.code())));
            code.run(fail.call(failure));
        });
        code.loop(() -> {
            code.run(serve.call());
            code.when(restarts.wanted.call().isZero(), code::breakLoop);
            code.run(performer.sweep().call());
            code.run(closeRun.call());
            code.run(status.state.call(number(State.RESTARTING.code())));
            code.when(restarts.waitForNext.call().isZero(), code::breakLoop);
            Place count = table.known(TableLayout.W_RESTART_COUNT);
            code.set(count, count.plus(1));
            code.set(failure, begin.call());
            code.when(failure, () -> {
                code.set(table.known(TableLayout.W_EXIT_STATUS), ending.exitCode.call(failure));
                code.breakLoop();
            });
        });
        code.run(end.call(failure));
    }

    /** Everything before the first step: 0 or a failure. */
    private void prepare(Code code) {
        Local socket = code.parameter("socket");
        Local result = code.local("result", departure.depart.call(socket));
        code.when(result.isError(), () -> code.give(PerformerCalls.failure(KeeperCall.DESCRIPTORS, result)));
        code.run(connections.add.call(table.client));
        code.set(result, status.open.call(claim.directory));
        code.when(result.isError(), () -> code.give(PerformerCalls.failure(KeeperCall.STATUS, result)));
        code.when(log.wanted(), () -> code.set(result, log.open.call()));
        code.when(result.isError(), () -> code.give(PerformerCalls.failure(KeeperCall.LOG, result)));
        code.set(polling.listener, control.listen.call(claim.directory));
        code.when(
                polling.listener.isError(),
                () -> code.give(PerformerCalls.failure(KeeperCall.CONTROL, polling.listener)));
        // the client's terminal and what it wants of the streams are known before the workload can look
        code.loopWhile(requests.handle.call(connections.at(number(0))), () -> {});
        code.give(0);
    }

    /** One start: 0 or a failure. */
    private void begin(Code code) {
        Local failure = code.local("failure", start.start.call());
        code.when(failure, () -> code.give(failure));
        code.set(requests.running, 1);
        // on record first: who hears of the start may ask for the state at once
        code.run(status.state.call(number(State.RUNNING.code())));
        code.run(messages.tell.call(
                table.client,
                number(KeeperMessage.STARTED),
                number(0),
                table.known(TableLayout.W_INIT_PID),
                table.known(TableLayout.W_STARTED_AT)));
        code.set(failure, streams.open.call());
        code.when(failure.isError(), () -> {
            code.run(syscall(
                    Syscall.PIDFD_SEND_SIGNAL,
                    table.known(TableLayout.W_INIT_PIDFD),
                    number(Signal.SIGKILL.number()),
                    number(0),
                    number(0)));
            code.run(ending.reapInit.call());
            code.set(requests.running, 0);
            code.run(performer.undo().call(number(Stage.START.code())));
            code.give(PerformerCalls.failure(KeeperCall.STREAMS, failure));
        });
        code.run(requests.attachPending.call());
        code.run(pages.release.call());
        code.give(0);
    }

    /** Until init has ended and nothing is left of what it wrote. The exit status is on record before that. */
    private void serve(Code code) {
        code.loopWhile(polling.pass.call(number(-1)).isZero(), () -> {});
        code.run(ending.reapInit.call());
        code.run(status.end.call(number(0), number(0), number(0)));
        code.set(requests.running, 0);
        code.run(requests.detachInputs.call());
        code.loopWhile(streams.drained.call().isZero(), () -> code.run(polling.pass.call(number(-1))));
    }

    /** Closes what belongs to one run of the workload. */
    private void closeRun(Code code) {
        Place pidfd = table.known(TableLayout.W_INIT_PIDFD);
        code.run(Kernel.close(pidfd));
        code.set(pidfd, 0);
        for (int stream = 0; stream < Connections.STREAMS; stream++) {
            code.run(streams.close.call(number(stream)));
        }
        Place stdin = table.writeEnd(TableLayout.W_STDIN_PIPE);
        code.when(stdin.isGreater(0), () -> code.run(Kernel.close(stdin)));
        code.set(stdin, -1);
        code.run(streams.closeTerminal.call());
    }

    /** The first start failed: everything is undone. Does not return. */
    private void fail(Code code) {
        Local failure = code.parameter("failure");
        code.set(table.known(TableLayout.W_EXIT_STATUS), ending.exitCode.call(failure));
        code.set(table.known(TableLayout.W_FINISHED_AT), times.now.call(number(Kernel.CLOCK_REALTIME)));
        code.run(status.state.call(number(State.ENDED.code())));
        code.run(status.end.call(number(0), number(1), failure));
        unlinkControl(code);
        release(code);
        code.run(answerAll.call());
        Local told = code.local(
                "told",
                messages.tell.call(
                        table.client,
                        number(KeeperMessage.FAILED),
                        failure.bitAnd(PerformerCalls.ERRNO_MASK),
                        failure.shiftRight(PerformerCalls.STEP_SHIFT),
                        number(0)));
        code.when(told.isError(), () -> code.run(host.why.call(failure)));
        code.run(Kernel.exit(125));
    }

    /** The workload has ended for good. Does not return. */
    private void end(Code code) {
        Local failure = code.parameter("failure");
        Local oomKills = code.local("oomKills", ending.oomKills.call());
        Local unclean = code.local("unclean", performer.finish().call());
        code.when(failure.isZero(), () -> code.set(failure, unclean));
        code.run(status.end.call(oomKills, unclean.isZero(), failure));
        code.run(status.state.call(number(State.ENDED.code())));
        // nobody can come any more; who came meanwhile is answered too
        unlinkControl(code);
        code.run(polling.pass.call(number(0)));
        code.run(polling.pass.call(number(0)));
        release(code);
        code.run(answerAll.call());
        code.run(messages.tell.call(
                table.client,
                number(KeeperMessage.EXITED),
                table.known(TableLayout.W_EXIT_STATUS),
                table.known(TableLayout.W_FINISHED_AT),
                oomKills));
        code.when(unclean.or(table.has(KeeperSettings.Flag.REAP)), () -> code.run(host.reap.call()));
        code.run(Kernel.exit(0));
    }

    private void unlinkControl(Code code) {
        code.run(syscall(Syscall.UNLINKAT, claim.directory, text("ctl"), number(0)));
    }

    /** Before anybody hears of the end: who hears of it may start the container again. */
    private void release(Code code) {
        code.run(Kernel.close(claim.lock));
    }

    private void answerAll(Code code) {
        connections.each(
                code,
                connection -> code.when(connections.waiting(connection), () -> {
                    Expression status = table.known(TableLayout.W_EXIT_STATUS);
                    code.run(messages.tell.call(
                            connections.socket(connection),
                            number(KeeperMessage.WAIT | KeeperMessage.REPLY),
                            status,
                            table.known(TableLayout.W_FINISHED_AT),
                            number(0)));
                }));
    }
}
