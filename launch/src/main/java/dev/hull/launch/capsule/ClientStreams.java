package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.i32;
import static dev.hull.launch.capsule.form.Form.number;

import dev.hull.launch.KeeperMessage;
import dev.hull.launch.KeeperSettings.Flag;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Program;
import dev.hull.launch.capsule.form.Space;
import dev.hull.launch.capsule.form.Word;
import dev.hull.linux.Errno;
import dev.hull.linux.Signal;

/** The three streams that the client copies, and the workload's terminal. */
final class ClientStreams {
    static final int STDOUT = 0;
    static final int STDERR = 1;
    static final int STDIN = 2;
    static final int COUNT = 3;

    private final LoadedTable table;
    private final Messages messages;
    private final ClientTerminal terminal;
    private final ClientSignals signals;
    private final Word socket;
    private final Copying copying;
    private final DetachKeys detachKeys;
    private final Space copies;

    /** The caller's stdin has ended: so will the stdin of a workload that is started again. */
    private final Word inputEnded;

    /** The workload's terminal, -1 if it has none. */
    final Word master;

    /** Some output could not be written. */
    final Word writeFailed;

    /** {@code clear()}: no stream yet. */
    final Function clear;

    /** {@code attached(given, tty, descriptors)}: the keeper's answer to ATTACH; again when the workload was restarted. */
    final Function attached;

    /** {@code step(copy)}: that stream's descriptor is ready. */
    final Function step;

    /** {@code done()}: whether all output is copied. */
    final Function done;

    private final Function attachInput;
    private final Function detach;
    private final Function broken;

    ClientStreams(
            Program program,
            LoadedTable table,
            Messages messages,
            ClientTerminal terminal,
            ClientSignals signals,
            Word socket) {
        this.table = table;
        this.messages = messages;
        this.terminal = terminal;
        this.signals = signals;
        this.socket = socket;
        copying = new Copying(program);
        detachKeys = new DetachKeys(program, table);
        copies = program.space("copies", COUNT * Copying.SIZE);
        inputEnded = program.word("inputEnded");
        master = program.word("clientMaster");
        writeFailed = program.word("writeFailed");
        clear = program.function("clearStreams").is(code -> {
            for (int copy = 0; copy < COUNT; copy++) {
                code.set(Copying.source(copy(copy)), -1);
                code.set(Copying.target(copy(copy)), -1);
            }
            code.set(master, -1);
        });
        done = program.function("outputDone")
                .is(code -> code.give(Copying.source(copy(STDOUT))
                        .isNegative()
                        .and(Copying.source(copy(STDERR)).isNegative())));
        detach = program.function("detach").is(this::detach);
        broken = program.function("broken").is(this::broken);
        attachInput = program.function("attachInput").is(this::attachInput);
        attached = program.function("attached").is(this::attached);
        step = program.function("stepStream").is(this::step);
    }

    Expression copy(int number) {
        return copies.plus((long) number * Copying.SIZE);
    }

    private void attached(Code code) {
        Local given = code.parameter("given");
        Local tty = code.parameter("tty");
        Local descriptors = code.parameter("descriptors");
        code.when(given.bitAnd(1), () -> {
            code.run(attachInput.call(i32(descriptors), tty));
            code.set(descriptors, descriptors.plus(4));
        });
        for (int stream = STDOUT; stream <= STDERR; stream++) {
            int target = 1 + stream;
            Expression copy = copy(stream);
            code.when(given.bitAnd(2 << stream), () -> {
                code.set(Copying.source(copy), i32(descriptors));
                code.set(Copying.target(copy), target);
                code.run(copying.prepare.call(copy));
                code.set(descriptors, descriptors.plus(4));
            });
        }
    }

    private void attachInput(Code code) {
        Local descriptor = code.parameter("descriptor");
        Local tty = code.parameter("tty");
        Expression copy = copy(STDIN);
        code.when(Copying.target(copy).isAtLeast(0), () -> code.run(Kernel.close(Copying.target(copy))));
        code.set(Copying.target(copy), descriptor);
        code.when(tty, () -> {
            code.set(master, descriptor);
            code.run(terminal.resize.call(master));
        });
        Expression wanted = table.has(Flag.ATTACH_STDIN).and(inputEnded.isZero());
        code.when(
                wanted,
                () -> {
                    code.when(
                            tty.and(terminal.terminal.isZero()).and(terminal.wasRaw.isZero()),
                            () -> code.run(terminal.makeRaw.call()));
                    code.set(Copying.source(copy), 0);
                    code.run(copying.prepare.call(copy));
                },
                () -> code.when(tty.isZero(), () -> {
                    code.run(Kernel.close(descriptor));
                    code.set(Copying.target(copy), -1);
                }));
    }

    private void step(Code code) {
        Local number = code.parameter("number");
        Local copy = code.local("copy", copies.plus(number.times(Copying.SIZE)));
        Local source = code.local("source", Copying.source(copy));
        Local wrote = code.local("wrote", Copying.writing(copy));
        Local result = code.local("result", copying.step.call(copy));
        Expression readKeys =
                master.isAtLeast(0).and(number.is(STDIN)).and(wrote.isZero()).and(Copying.writing(copy));
        code.when(readKeys, () -> {
            Local length = code.local("length", detachKeys.filter.call(Copying.piece(copy), Copying.length(copy)));
            code.when(length.isNegative(), () -> code.run(detach.call()));
            code.set(Copying.length(copy), length);
            code.when(length.isZero(), () -> code.set(Copying.writing(copy), 0));
        });
        code.when(result.isError(), () -> {
            code.when(number.isNot(STDIN), () -> code.run(broken.call(result)));
            code.set(Copying.source(copy), -1);
        });
        code.when(Copying.source(copy).isAtLeast(0), () -> code.give(0));
        // the end of this stream
        code.when(number.isNot(STDIN), () -> code.run(Kernel.close(source)), () -> {
            code.set(inputEnded, 1);
            code.when(master.isNegative(), () -> {
                code.run(Kernel.close(Copying.target(copy)));
                code.set(Copying.target(copy), -1);
            });
        });
    }

    /** The caller's output takes no more. A pipe that nobody reads: the workload is told, and the client ends as any filter. */
    private void broken(Code code) {
        Local error = code.parameter("error");
        code.set(writeFailed, 1);
        code.when(error.is(Errno.EPIPE), () -> {
            code.when(
                    table.has(Flag.SIG_PROXY),
                    () -> code.run(messages.tell.call(
                            socket,
                            number(KeeperMessage.SIGNAL),
                            number(Signal.SIGPIPE.number()),
                            number(0),
                            number(0))));
            code.run(signals.die.call(number(Signal.SIGPIPE.number())));
        });
    }

    /** Leaves the workload alone; the keeper shall not touch the terminal any more. */
    private void detach(Code code) {
        code.run(messages.tell.call(socket, number(KeeperMessage.TERMINAL), number(0), number(0), number(0)));
        code.run(terminal.restore.call());
        code.run(Kernel.exit(0));
    }
}
