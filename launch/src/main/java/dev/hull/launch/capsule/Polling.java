package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.u16;
import static dev.hull.launch.capsule.form.Form.u64;
import static dev.hull.linux.PollEvents.POLLERR;
import static dev.hull.linux.PollEvents.POLLHUP;
import static dev.hull.linux.PollEvents.POLLIN;
import static dev.hull.linux.PollEvents.POLLNVAL;
import static dev.hull.linux.PollEvents.POLLOUT;

import dev.hull.launch.KeeperSettings;
import dev.hull.launch.TableLayout;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Program;
import dev.hull.launch.capsule.form.Space;
import dev.hull.launch.capsule.form.Word;

/** The keeper's one wait: for init's end, for output, for clients. */
final class Polling {
    // places in the array of struct pollfd {i32 fd, i16 events, i16 revents}
    private static final int LISTENER = 0;
    private static final int INIT = 1;
    private static final int SOURCES = 2;
    private static final int MASTER = 4;
    private static final int FIRST_CONNECTION = 5;
    /** A connection has its socket's entry, then its sinks'. */
    private static final int PER_CONNECTION = 1 + Connections.STREAMS;

    private static final int ENTRIES = FIRST_CONNECTION + PER_CONNECTION * Connections.MAX;

    /** How often a terminal without a slave is looked at. */
    private static final long HANGUP_PAUSE = 100 * Times.MILLISECOND;

    private final LoadedTable table;
    private final Connections connections;
    private final Streams streams;
    private final Requests requests;
    private final Times times;
    private final Space entries;
    private final Word watched;

    /** The control socket. */
    final Word listener;

    /** {@code pass(nanoseconds)}: one wait and what follows from it; 1 if init has ended. */
    final Function pass;

    private final Function watch;
    private final Function fill;
    private final Function serve;
    private final Function serveConnections;

    Polling(
            Program program,
            LoadedTable table,
            Connections connections,
            Streams streams,
            Requests requests,
            Times times) {
        this.table = table;
        this.connections = connections;
        this.streams = streams;
        this.requests = requests;
        this.times = times;
        entries = program.space("entries", 8 * ENTRIES);
        watched = program.word("watched");
        listener = program.word("listener");
        watch = program.function("watch").is(code -> {
            Local place = code.parameter("place");
            Local descriptor = code.parameter("descriptor");
            Local events = code.parameter("events");
            code.when(descriptor.isAtMost(0), () -> code.set(descriptor, -1));
            code.set(
                    u64(entries.plus(place.times(8))),
                    descriptor.bitAnd(0xffff_ffffL).bitOr(events.shiftLeft(32)));
        });
        fill = program.function("fill").is(this::fill);
        serveConnections = program.function("serveConnections").is(this::serveConnections);
        serve = program.function("serveStream").is(this::serveStream);
        pass = program.function("pass").is(this::pass);
    }

    private void fill(Code code) {
        code.set(watched, connections.used);
        code.run(watch.call(number(LISTENER), listener, number(POLLIN)));
        Local pidfd = code.local("pidfd", 0);
        code.when(requests.running, () -> code.set(pidfd, table.known(TableLayout.W_INIT_PIDFD)));
        code.run(watch.call(number(INIT), pidfd, number(POLLIN)));
        for (int stream = 0; stream < Connections.STREAMS; stream++) {
            Local source = code.local("source", streams.source(number(stream)));
            code.when(streams.full(number(stream)), () -> code.set(source, 0));
            code.run(watch.call(number(SOURCES + stream), source, number(POLLIN)));
        }
        Local master = code.local("master", streams.master);
        code.when(streams.hungUp.or(streams.full(number(0))), () -> code.set(master, 0));
        code.run(watch.call(number(MASTER), master, number(POLLIN)));
        Local index = code.local("index", 0);
        Local place = code.local("place", FIRST_CONNECTION);
        code.loopWhile(index.isLess(watched), () -> {
            Local connection = code.local("connection", connections.at(index));
            code.run(watch.call(place, connections.socket(connection), number(POLLIN)));
            for (int stream = 0; stream < Connections.STREAMS; stream++) {
                Local events = code.local("events", 0);
                code.when(
                        streams.full(number(stream))
                                .and(connections
                                        .ahead(connection, number(stream))
                                        .isZero()),
                        () -> code.set(events, POLLOUT));
                code.run(watch.call(place.plus(1 + stream), connections.sink(connection, number(stream)), events));
            }
            code.set(place, place.plus(PER_CONNECTION));
            code.set(index, index.plus(1));
        });
        code.give(place);
    }

    private Expression events(Expression place) {
        return u16(entries.plus(place.times(8)), 6);
    }

    private void pass(Code code) {
        Local nanoseconds = code.parameter("nanoseconds");
        Local count = code.local("count", fill.call());
        code.when(
                streams.hungUp.and(nanoseconds.isBelow(HANGUP_PAUSE).not()), () -> code.set(nanoseconds, HANGUP_PAUSE));
        code.run(times.poll.call(entries, count, nanoseconds));
        code.run(serveConnections.call());
        for (int stream = 0; stream < Connections.STREAMS; stream++) {
            code.run(serve.call(number(stream)));
        }
        code.run(streams.pumpTerminal.call());
        code.when(events(number(LISTENER)), () -> code.run(connections.accept.call(listener)));
        code.give(events(number(INIT)).isNot(0));
    }

    private void serveConnections(Code code) {
        Local index = code.local("index", 0);
        Local place = code.local("place", FIRST_CONNECTION);
        code.loopWhile(index.isLess(watched), () -> {
            Local connection = code.local("connection", connections.at(index));
            for (int stream = 0; stream < Connections.STREAMS; stream++) {
                Expression number = number(stream);
                code.when(
                        events(place.plus(1 + stream)).bitAnd(POLLERR | POLLNVAL),
                        () -> code.run(connections.dropSink.call(connection, number)));
            }
            code.when(events(place), () -> code.run(requests.handle.call(connection)));
            code.set(place, place.plus(PER_CONNECTION));
            code.set(index, index.plus(1));
        });
    }

    /** Moves a stream's output; at its end, the clients' too, unless the workload may be started again. */
    private void serveStream(Code code) {
        Local stream = code.parameter("stream");
        code.run(streams.pump.call(stream));
        Expression ended = streams.master
                .isZero()
                .and(events(stream.plus(SOURCES)).bitAnd(POLLHUP))
                .and(streams.hasMore.call(stream).isZero());
        code.when(ended, () -> {
            code.run(streams.close.call(stream));
            Expression last = table.keeper(TableLayout.K_RESTART)
                    .is(KeeperSettings.Restart.NO.code())
                    .or(requests.stopped);
            code.when(
                    last,
                    () -> connections.each(
                            code, connection -> code.run(connections.dropSink.call(connection, stream))));
        });
    }
}
