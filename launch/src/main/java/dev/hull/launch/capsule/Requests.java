package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.i32;
import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.u32;
import static dev.hull.launch.capsule.form.Form.u64;
import static dev.hull.linux.SocketConstants.MSG_DONTWAIT;
import static dev.hull.linux.TerminalConstants.TCGETS;
import static dev.hull.linux.TerminalConstants.TIOCGWINSZ;

import dev.hull.launch.KeeperMessage;
import dev.hull.launch.KeeperSettings;
import dev.hull.launch.TableLayout;
import dev.hull.launch.capsule.form.Buffer;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Place;
import dev.hull.launch.capsule.form.Program;
import dev.hull.launch.capsule.form.Word;
import dev.hull.linux.Errno;
import dev.hull.linux.Syscall;

/** Answers what is asked on the keeper's connections: one function a {@link KeeperMessage}. */
final class Requests {
    /** Marks a connection's pending streams, which may be none. */
    private static final int ASKED = 0x100;

    private final LoadedTable table;
    private final Messages messages;
    private final Connections connections;
    private final Streams streams;

    /** The workload runs: it has streams, init's pidfd is open. */
    final Word running;

    /** Somebody asked for the end: no restart any more. */
    final Word stopped;

    /** {@code handle(connection)}: the next request; 1 if there was one, 0 if not, or if the connection has ended. */
    final Function handle;

    /** {@code attachPending()}: gives the clients what they asked for before the workload ran. */
    final Function attachPending;

    /** {@code detachInputs()}: the workload has ended; who fed it feeds the next one. */
    final Function detachInputs;

    private final Function attach;
    private final Function attachOutput;
    private final Function pidfd;
    private final Function terminal;
    private final Function kill;
    private final Function answer;

    Requests(Program program, LoadedTable table, Messages messages, Connections connections, Streams streams) {
        this.table = table;
        this.messages = messages;
        this.connections = connections;
        this.streams = streams;
        running = program.word("running");
        stopped = program.word("stopped");
        kill = program.function("kill").is(code -> {
            Local signal = code.parameter("signal");
            code.when(running.isZero(), () -> code.give(-Errno.ESRCH.number()));
            code.give(syscall(
                    Syscall.PIDFD_SEND_SIGNAL, table.known(TableLayout.W_INIT_PIDFD), signal, number(0), number(0)));
        });
        attachOutput = program.function("attachOutput").is(this::attachOutput);
        attach = program.function("attach").is(this::attach);
        attachPending = program.function("attachPending")
                .is(code -> connections.each(code, connection -> {
                    Local asked = code.local("asked", connections.pending(connection));
                    code.set(connections.pending(connection), 0);
                    code.when(asked.isNot(0), () -> code.run(attach.call(connection, asked)));
                }));
        detachInputs = program.function("detachInputs")
                .is(code -> connections.each(
                        code,
                        connection -> code.when(
                                connections.input(connection).isNot(0),
                                () -> code.set(connections.pending(connection), ASKED | 1))));
        pidfd = program.function("givePidfd").is(this::pidfd);
        terminal = program.function("terminal").is(this::terminal);
        answer = program.function("answer").is(this::answer);
        handle = program.function("handle").is(this::handle);
    }

    private void handle(Code code) {
        Local connection = code.parameter("connection");
        Buffer message = code.buffer("message", KeeperMessage.SIZE);
        Buffer descriptors = code.buffer("descriptors", 16);
        Place socket = connections.socket(connection);
        Local received =
                code.local("received", messages.receive.call(socket, message, descriptors, number(MSG_DONTWAIT)));
        code.when(received.is(Errno.EAGAIN), () -> code.give(0));
        code.when(received.isNot(KeeperMessage.SIZE), () -> {
            Connections.closeAll(code, descriptors, Messages.MAX_DESCRIPTORS);
            code.run(connections.drop.call(connection));
            code.give(0);
        });
        Local sent = code.local("sent", answer.call(connection, message, i32(descriptors)));
        Connections.closeAll(code, descriptors, Messages.MAX_DESCRIPTORS);
        // who does not read its answers is not worth waiting for
        code.when(sent.isError(), () -> {
            code.run(connections.drop.call(connection));
            code.give(0);
        });
        code.give(1);
    }

    /** {@code answer(connection, message, descriptor)}: 0, or the negated errno of sending the answer. */
    private void answer(Code code) {
        Local connection = code.parameter("connection");
        Local message = code.parameter("message");
        Local descriptor = code.parameter("descriptor");
        Local kind = code.local("kind", u32(message, Messages.KIND));
        Local value = code.local("value", i32(message, Messages.VALUE));
        Local result = code.local("result", -Errno.EINVAL.number());
        code.when(kind.is(KeeperMessage.WAIT), () -> {
            code.set(connections.waiting(connection), 1);
            code.give(0);
        });
        code.when(kind.is(KeeperMessage.ATTACH), () -> {
            code.when(running.isNot(0), () -> code.give(attach.call(connection, value)));
            code.set(connections.pending(connection), value.bitOr(ASKED));
            code.give(0);
        });
        code.when(kind.is(KeeperMessage.PIDFD), () -> code.give(pidfd.call(connection)));
        code.when(kind.is(KeeperMessage.SIGNAL), () -> code.set(result, kill.call(value)));
        code.when(kind.is(KeeperMessage.STOP), () -> {
            code.set(stopped, 1);
            code.when(value.isZero(), () -> code.set(value, table.keeper(TableLayout.K_STOP_SIGNAL)));
            code.set(result, kill.call(value));
        });
        code.when(kind.is(KeeperMessage.RESTART).and(value.isBelow(KeeperSettings.Restart.values().length)), () -> {
            code.set(table.keeper(TableLayout.K_RESTART), value);
            code.set(table.keeper(TableLayout.K_RESTART_MAX), u64(message, Messages.A));
            code.set(result, 0);
        });
        code.when(kind.is(KeeperMessage.TERMINAL), () -> code.set(result, terminal.call(connection, descriptor)));
        code.give(messages.tell.call(
                connections.socket(connection), kind.bitOr(KeeperMessage.REPLY), result, number(0), number(0)));
    }

    private void pidfd(Code code) {
        Local connection = code.parameter("connection");
        Buffer message = code.buffer("message", KeeperMessage.SIZE);
        Buffer descriptors = code.buffer("descriptors", 16);
        Local value = code.local("value", number(0));
        code.when(running.isZero(), () -> code.set(value, -Errno.ESRCH.number()));
        Messages.fill(
                code,
                message,
                number(KeeperMessage.PIDFD | KeeperMessage.REPLY),
                value,
                table.known(TableLayout.W_INIT_PID),
                number(0));
        code.set(i32(descriptors), table.known(TableLayout.W_INIT_PIDFD));
        code.give(messages.send.call(connections.socket(connection), message, descriptors, running));
    }

    /** {@code attach(connection, streams)}: 0, or the negated errno of sending the answer. */
    private void attach(Code code) {
        Local connection = code.parameter("connection");
        Local wanted = code.parameter("wanted");
        Buffer message = code.buffer("message", KeeperMessage.SIZE);
        Buffer descriptors = code.buffer("descriptors", 16);
        Local count = code.local("count", 0);
        Local given = code.local("given", 0);
        Local result = code.local("result", 0);
        Local tty = code.local("tty", streams.master.isNot(0));
        Local stdin = code.local("stdin", table.writeEnd(TableLayout.W_STDIN_PIPE));
        code.when(tty, () -> code.set(stdin, streams.master));
        code.when(wanted.bitAnd(1).and(stdin.isGreater(0)), () -> {
            code.set(i32(descriptors), stdin);
            code.set(given, 1);
            code.set(count, 1);
            code.set(connections.input(connection), 1);
        });
        Local own = code.local("own", count);
        for (int stream = 0; stream < Connections.STREAMS; stream++) {
            int bit = 2 << stream;
            Expression number = number(stream);
            code.when(wanted.bitAnd(bit).and(streams.source(number(stream)).isNot(0)), () -> {
                Local end = code.local("end", attachOutput.call(connection, number));
                code.when(end.isError(), () -> code.set(result, end), () -> {
                    code.set(i32(descriptors.plus(count.times(4))), end);
                    code.set(count, count.plus(1));
                    code.set(given, given.bitOr(bit));
                });
            });
        }
        Messages.fill(code, message, number(KeeperMessage.ATTACH | KeeperMessage.REPLY), result, given, tty);
        Local sent =
                code.local("sent", messages.send.call(connections.socket(connection), message, descriptors, count));
        code.loopWhile(own.isLess(count), () -> {
            code.run(Kernel.close(i32(descriptors.plus(own.times(4)))));
            code.set(own, own.plus(1));
        });
        code.when(given.bitAnd(1).and(tty.isZero()).and(table.has(KeeperSettings.Flag.STDIN_ONCE)), () -> {
            code.run(Kernel.close(stdin));
            code.set(table.writeEnd(TableLayout.W_STDIN_PIPE), -1);
        });
        code.give(sent);
    }

    /** {@code attachOutput(connection, stream)}: makes the client's pipe; its read end, or a negated errno. */
    private void attachOutput(Code code) {
        Local connection = code.parameter("connection");
        Local stream = code.parameter("stream");
        Buffer ends = code.buffer("ends", 8);
        Local failure = code.local("failure", Kernel.pipe2(ends, 0));
        code.when(failure.isError(), () -> code.give(failure));
        code.run(connections.dropSink.call(connection, stream));
        code.set(connections.sink(connection, stream), i32(ends, 4));
        code.give(i32(ends));
    }

    /** {@code terminal(connection, descriptor)}: keeps the client's terminal; without a descriptor, forgets it. */
    private void terminal(Code code) {
        Local connection = code.parameter("connection");
        Local descriptor = code.parameter("descriptor");
        Place kept = connections.terminal(connection);
        code.when(kept.isNot(0), () -> {
            code.run(Kernel.close(kept));
            code.set(kept, 0);
        });
        code.when(descriptor.isNegative(), () -> code.give(0));
        Local failure = code.local("failure", Kernel.ioctl(descriptor, TCGETS, connections.modes(connection)));
        code.when(failure.isError(), () -> code.give(failure));
        code.run(Kernel.ioctl(
                descriptor, TIOCGWINSZ, table.base.plus(TableLayout.knownWord(TableLayout.W_WINDOW_SIZE))));
        Local own = code.local("own", Kernel.duplicate(descriptor, 0));
        code.when(own.isError(), () -> code.give(own));
        code.set(kept, own);
        code.give(0);
    }
}
