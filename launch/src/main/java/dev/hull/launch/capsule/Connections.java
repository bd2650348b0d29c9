package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.i32;
import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.u32;
import static dev.hull.launch.capsule.form.Form.u64;
import static dev.hull.linux.SocketConstants.SOCK_CLOEXEC;
import static dev.hull.linux.SocketConstants.SOL_SOCKET;
import static dev.hull.linux.SocketConstants.SO_PEERCRED;
import static dev.hull.linux.TerminalConstants.ISIG;
import static dev.hull.linux.TerminalConstants.TCGETS;
import static dev.hull.linux.TerminalConstants.TCSETS;

import dev.hull.launch.KeeperMessage;
import dev.hull.launch.capsule.form.Buffer;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Place;
import dev.hull.launch.capsule.form.Program;
import dev.hull.launch.capsule.form.Space;
import dev.hull.launch.capsule.form.Word;
import dev.hull.linux.Errno;
import dev.hull.linux.Syscall;
import java.util.function.Consumer;

/**
 * Who speaks with the keeper: a table of connections, each with the output pipes it reads and the terminal it sits at.
 *
 * <p>A descriptor of 0 means none: the keeper's 0 to 2 are /dev/null.
 */
final class Connections {
    static final int MAX = 64;

    /** Streams of output: 0 is stdout, 1 is stderr. */
    static final int STREAMS = 2;

    private static final int SOCKET = 0;
    private static final int SINKS = 8; // u64[2]: the write end of what the client reads
    private static final int AHEAD = 24; // u64[2]: bytes given to it that the keeper has not consumed yet
    private static final int WAITING = 40;
    private static final int INPUT = 48; // it feeds the workload's stdin
    private static final int PENDING = 56; // streams asked for while nothing ran
    private static final int TERMINAL = 64;
    private static final int MODES = 72; // the terminal's struct termios, 36 bytes
    private static final int SIZE = 128;

    private static final int LOCAL_MODES = 12; // c_lflag in struct termios

    private final LoadedTable table;
    private final Space connections;
    private final Word owner;

    /** How many entries of the table were ever in use: the others need no look. */
    final Word used;

    /** {@code add(socket)}: the entry's address, 0 if the table is full. */
    final Function add;

    /** {@code accept(listener)}: takes who has the right to speak, tells EBUSY to whom there is no room for. */
    final Function accept;

    /** {@code drop(connection)}: closes it and what it had; restores its terminal. */
    final Function drop;

    /** {@code dropSink(connection, stream)}. */
    final Function dropSink;

    Connections(Program program, LoadedTable table, Messages messages) {
        this.table = table;
        connections = program.space("connections", MAX * SIZE);
        owner = program.word("owner");
        used = program.word("used");
        dropSink = program.function("dropSink").is(code -> {
            Local connection = code.parameter("connection");
            Local stream = code.parameter("stream");
            code.when(sink(connection, stream).isNot(0), () -> {
                code.run(Kernel.close(sink(connection, stream)));
                code.set(sink(connection, stream), 0);
                code.set(ahead(connection, stream), 0);
            });
        });
        Function restore = program.function("restoreTerminal").is(Connections::restore);
        drop = program.function("drop").is(code -> drop(code, restore));
        add = program.function("add").is(this::add);
        accept = program.function("accept").is(code -> accept(code, messages));
    }

    Expression at(Expression index) {
        return connections.plus(index.times(SIZE));
    }

    Place socket(Expression connection) {
        return u64(connection, SOCKET);
    }

    Place sink(Expression connection, Expression stream) {
        return u64(connection.plus(stream.times(8)), SINKS);
    }

    Place ahead(Expression connection, Expression stream) {
        return u64(connection.plus(stream.times(8)), AHEAD);
    }

    Place waiting(Expression connection) {
        return u64(connection, WAITING);
    }

    Place input(Expression connection) {
        return u64(connection, INPUT);
    }

    Place pending(Expression connection) {
        return u64(connection, PENDING);
    }

    Place terminal(Expression connection) {
        return u64(connection, TERMINAL);
    }

    Expression modes(Expression connection) {
        return connection.plus(MODES);
    }

    /** Does something with every connection there is. */
    void each(Code code, Consumer<Local> action) {
        Local index = code.local("index", 0);
        code.loopWhile(index.isLess(used), () -> {
            Local connection = code.local("connection", at(index));
            code.set(index, index.plus(1));
            code.when(socket(connection).isNot(0), () -> action.accept(connection));
        });
    }

    private void add(Code code) {
        Local socket = code.parameter("socket");
        Local index = code.local("index", 0);
        code.loopWhile(index.isLess(MAX).and(socket(at(index)).isNot(0)), () -> code.set(index, index.plus(1)));
        code.when(index.is(MAX), () -> code.give(0));
        code.when(index.isAtLeast(used), () -> code.set(used, index.plus(1)));
        code.set(socket(at(index)), socket);
        code.give(at(index));
    }

    private void accept(Code code, Messages messages) {
        Local listener = code.parameter("listener");
        Local socket =
                code.local("socket", syscall(Syscall.ACCEPT4, listener, number(0), number(0), number(SOCK_CLOEXEC)));
        code.when(socket.isError(), () -> code.give(socket));
        Buffer peer = code.buffer("peer", 16); // struct ucred {pid, uid, gid}
        Buffer length = code.buffer("length", 8);
        code.set(u64(length), 12);
        code.set(u32(peer, 4), -1);
        code.run(syscall(Syscall.GETSOCKOPT, socket, number(SOL_SOCKET), number(SO_PEERCRED), peer, length));
        code.when(owner.isZero(), () -> code.set(owner, syscall(Syscall.GETEUID).plus(1)));
        code.when(u32(peer, 4).isNot(0).and(u32(peer, 4).plus(1).isNot(owner)), () -> {
            code.run(messages.tell.call(
                    socket, number(KeeperMessage.REPLY), number(-Errno.EPERM.number()), number(0), number(0)));
            code.run(Kernel.close(socket));
            code.give(0);
        });
        code.when(add.call(socket).isZero(), () -> {
            code.run(messages.tell.call(
                    socket, number(KeeperMessage.REPLY), number(-Errno.EBUSY.number()), number(0), number(0)));
            code.run(Kernel.close(socket));
        });
        code.give(0);
    }

    private void drop(Code code, Function restore) {
        Local connection = code.parameter("connection");
        code.when(socket(connection).is(table.client), () -> code.set(table.client, -1));
        code.run(Kernel.close(socket(connection)));
        code.set(socket(connection), 0);
        for (int stream = 0; stream < STREAMS; stream++) {
            code.run(dropSink.call(connection, number(stream)));
        }
        code.when(terminal(connection).isNot(0), () -> code.run(restore.call(terminal(connection), modes(connection))));
        code.set(terminal(connection), 0);
        code.set(waiting(connection), 0);
        code.set(input(connection), 0);
        code.set(pending(connection), 0);
    }

    /**
     * Sets a vanished client's terminal back, but only while it is still as that client left it, raw: a shell that
     * edits its line has ISIG, and its own idea of the rest.
     */
    private static void restore(Code code) {
        Local terminal = code.parameter("terminal");
        Local modes = code.parameter("modes");
        Buffer now = code.buffer("now", 64);
        code.when(
                Kernel.ioctl(terminal, TCGETS, now)
                        .isZero()
                        .and(u32(now, LOCAL_MODES).bitAnd(ISIG).isZero()),
                () -> code.run(Kernel.ioctl(terminal, TCSETS, modes)));
        code.run(Kernel.close(terminal));
    }

    /** Closes the descriptors of an array of i32 that are there. */
    static void closeAll(Code code, Expression descriptors, int count) {
        for (int i = 0; i < count; i++) {
            Place descriptor = i32(descriptors, 4L * i);
            code.when(descriptor.isAtLeast(0), () -> code.run(Kernel.close(descriptor)));
        }
    }
}
