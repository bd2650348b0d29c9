package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.i32;
import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.u64;
import static dev.hull.linux.FcntlConstants.F_SETFL;
import static dev.hull.linux.FcntlConstants.F_SETPIPE_SZ;
import static dev.hull.linux.OpenFlags.O_NONBLOCK;
import static dev.hull.linux.TerminalConstants.FIONREAD;

import dev.hull.launch.TableLayout;
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

/**
 * The workload's output, given to every attached client and to the log.
 *
 * <p>No stream has a buffer of its own. tee(2) duplicates what is at the head of the workload's pipe into each client's
 * pipe, and what every client has been given is then consumed: read into the one buffer and logged, or spliced to
 * /dev/null. A client that does not read makes its pipe full, so nothing is consumed, so the workload waits: nothing is
 * lost. As tee always begins at the head, a client that is ahead of the others gets more only once they have caught up.
 *
 * <p>A terminal's output goes through a pipe that the keeper makes for it, and from there the same way.
 */
final class Streams {
    /** Passes over one stream before the others get their turn. */
    private static final int TURN = 16;

    /**
     * What the workload may write before it waits for the keeper: fewer changes between the two. (Where the kernel says
     * no, a user with too many pipes, it stays at 64 KiB.)
     */
    private static final int PIPE_SIZE = 256 << 10;

    private final LoadedTable table;
    private final Connections connections;
    private final LogSegments log;

    private final Space sources;
    private final Space full;
    private final Word relay;

    /** With a terminal: its master; 0 without, or once nobody can write to it any more. */
    final Word master;

    /** The terminal has no slave open at the moment: it reports a hangup until there is one again. */
    final Word hungUp;

    private final Function pending;

    /** {@code open()}: takes the new workload's streams from the known words; 0 or a negated errno. */
    final Function open;

    /** {@code pump(stream)}: moves what is there, as far as the clients take it. */
    final Function pump;

    /** {@code pumpTerminal()}: moves what the terminal has to say into the first stream; -1 if it has no more to say. */
    final Function pumpTerminal;

    /** {@code hasMore(stream)}: how many bytes wait in it. */
    final Function hasMore;

    /** {@code drained()}: whether nothing is left that the workload wrote. */
    final Function drained;

    /** {@code close(stream)}: the stream has ended. */
    final Function close;

    /** {@code closeTerminal()}: the workload that had it has ended. */
    final Function closeTerminal;

    private final Function teeAll;
    private final Function consume;

    Streams(Program program, LoadedTable table, Connections connections, LogSegments log) {
        this.table = table;
        this.connections = connections;
        this.log = log;
        sources = program.space("sources", 8 * Connections.STREAMS);
        full = program.space("full", 8 * Connections.STREAMS);
        relay = program.word("relay");
        master = program.word("master");
        hungUp = program.word("hungUp");
        pending = program.function("pending").is(code -> {
            Local descriptor = code.parameter("descriptor");
            Buffer count = code.buffer("count", 8);
            code.set(u64(count), 0);
            code.run(Kernel.ioctl(descriptor, FIONREAD, count));
            code.give(i32(count));
        });
        hasMore = program.function("hasMore").is(code -> {
            Local stream = code.parameter("stream");
            code.when(source(stream).isZero(), () -> code.give(0));
            code.give(pending.call(source(stream)));
        });
        open = program.function("openStreams").is(this::open);
        teeAll = program.function("teeAll").is(this::teeAll);
        consume = program.function("consume").is(this::consume);
        pump = program.function("pump").is(this::pump);
        pumpTerminal = program.function("pumpTerminal").is(this::pumpTerminal);
        drained = program.function("drained").is(this::drained);
        closeTerminal = program.function("closeTerminal").is(code -> {
            code.when(master.isNot(0), () -> {
                code.run(Kernel.close(master));
                code.run(Kernel.close(relay));
            });
            code.set(master, 0);
        });
        close = program.function("closeStream").is(code -> {
            Local stream = code.parameter("stream");
            code.when(source(stream).isNot(0), () -> code.run(Kernel.close(source(stream))));
            code.set(source(stream), 0);
            code.set(full(stream), 0);
        });
    }

    /** The read end of what the workload writes, 0 if there is none. */
    Place source(Expression stream) {
        return u64(sources.plus(stream.times(8)));
    }

    /** Whether a client's pipe is full, so that the stream waits for it. */
    Place full(Expression stream) {
        return u64(full.plus(stream.times(8)));
    }

    private void open(Code code) {
        Buffer ends = code.buffer("ends", 8);
        code.set(master, 0);
        code.set(hungUp, 0);
        code.when(
                table.known(TableLayout.W_PTY_MASTER).isGreater(0),
                () -> {
                    Local failure = code.local("failure", Kernel.pipe2(ends, O_NONBLOCK));
                    code.when(failure.isError(), () -> code.give(failure));
                    code.set(source(number(0)), i32(ends));
                    code.set(relay, i32(ends, 4));
                    code.set(master, table.known(TableLayout.W_PTY_MASTER));
                    nonBlocking(code, master);
                },
                () -> {
                    take(code, 0, TableLayout.W_STDOUT_PIPE);
                    take(code, 1, TableLayout.W_STDERR_PIPE);
                });
    }

    private void take(Code code, int stream, int pipe) {
        code.when(table.readEnd(pipe).isGreater(0), () -> {
            code.set(source(number(stream)), table.readEnd(pipe));
            nonBlocking(code, table.readEnd(pipe));
            code.run(Kernel.fcntl(table.readEnd(pipe), F_SETPIPE_SZ, number(PIPE_SIZE)));
        });
    }

    private static void nonBlocking(Code code, Expression descriptor) {
        code.run(Kernel.fcntl(descriptor, F_SETFL, number(O_NONBLOCK)));
    }

    private void pump(Code code) {
        Local stream = code.parameter("stream");
        Local turn = code.local("turn", TURN);
        code.set(full(stream), 0);
        code.loopWhile(source(stream).isNot(0).and(turn.isGreater(0)), () -> {
            code.set(turn, turn.minus(1));
            Local available = code.local("available", pending.call(source(stream)));
            code.when(available.isZero(), () -> code.give(0));
            Local taken = code.local("taken", teeAll.call(stream));
            code.when(taken.isZero(), () -> {
                code.set(full(stream), 1);
                code.give(0);
            });
            code.when(available.isLess(taken), () -> code.set(taken, available));
            Local consumed = code.local("consumed", consume.call(stream, taken));
            code.when(consumed.isAtMost(0), () -> code.give(0));
            connections.each(
                    code,
                    connection -> code.when(
                            connections.sink(connection, stream).isNot(0),
                            () -> code.set(
                                    connections.ahead(connection, stream),
                                    connections.ahead(connection, stream).minus(consumed))));
        });
    }

    /** Gives every client that is not ahead what is there; how many bytes all of them have now, at most one chunk. */
    private void teeAll(Code code) {
        Local stream = code.parameter("stream");
        Local least = code.local("least", LogSegments.LONGEST);
        connections.each(
                code,
                connection -> code.when(connections.sink(connection, stream).isNot(0), () -> {
                    Place ahead = connections.ahead(connection, stream);
                    Local given = code.local("given", 0);
                    code.when(ahead.isZero(), () -> {
                        code.set(
                                given,
                                syscall(
                                        Syscall.TEE,
                                        source(stream),
                                        connections.sink(connection, stream),
                                        number(1 << 20),
                                        number(Kernel.SPLICE_F_NONBLOCK)));
                        code.when(given.isGreater(0), () -> code.set(ahead, given));
                    });
                    code.when(
                            given.isError().and(given.is(Errno.EAGAIN).not()),
                            () -> code.run(connections.dropSink.call(connection, stream)),
                            () -> code.when(ahead.isBelow(least), () -> code.set(least, ahead)));
                }));
        code.give(least);
    }

    private void consume(Code code) {
        Local stream = code.parameter("stream");
        Local length = code.parameter("length");
        code.when(
                log.wanted().isZero(),
                () -> code.give(syscall(
                        Syscall.SPLICE,
                        source(stream),
                        number(0),
                        number(0), // /dev/null
                        number(0),
                        length,
                        number(Kernel.SPLICE_F_NONBLOCK))));
        Local moved = code.local("moved", log.move.call(source(stream), stream.plus(1), length));
        code.when(moved.isGreater(0), () -> code.give(moved));
        code.when(length.isGreater(LogSegments.CHUNK), () -> code.set(length, LogSegments.CHUNK));
        Local consumed = code.local("consumed", Kernel.read(source(stream), log.chunk(), length));
        code.when(consumed.isGreater(0), () -> code.run(log.append.call(stream.plus(1), consumed)));
        code.give(consumed);
    }

    private void pumpTerminal(Code code) {
        Local turn = code.local("turn", TURN);
        // only into an empty pipe: whatever one read gives fits into it
        code.loopWhile(
                master.isNot(0)
                        .and(turn.isGreater(0))
                        .and(pending.call(source(number(0))).isZero()),
                () -> {
                    code.set(turn, turn.minus(1));
                    Local count = code.local("count", Kernel.read(master, log.chunk(), number(LogSegments.CHUNK)));
                    code.set(hungUp, count.is(Errno.EIO));
                    code.when(count.isAtMost(0), () -> code.give(-1));
                    code.run(Kernel.write(relay, log.chunk(), count));
                    code.run(pump.call(number(0)));
                });
        code.give(0);
    }

    private void drained(Code code) {
        code.when(master.isNot(0), () -> code.when(pumpTerminal.call().isZero(), () -> code.give(0)));
        code.give(hasMore.call(number(0)).bitOr(hasMore.call(number(1))).isZero());
    }
}
