package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.i32;
import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.u16;
import static dev.hull.launch.capsule.form.Form.u64;
import static dev.hull.linux.PollEvents.POLLIN;
import static dev.hull.linux.SocketConstants.AF_UNIX;
import static dev.hull.linux.SocketConstants.SOCK_CLOEXEC;
import static dev.hull.linux.SocketConstants.SOCK_STREAM;

import dev.hull.launch.KeeperCall;
import dev.hull.launch.KeeperMessage;
import dev.hull.launch.KeeperSettings.Flag;
import dev.hull.launch.TableLayout;
import dev.hull.launch.capsule.form.Buffer;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Program;
import dev.hull.launch.capsule.form.Space;
import dev.hull.launch.capsule.form.Word;
import dev.hull.linux.Signal;
import dev.hull.linux.Syscall;

/**
 * The client: the caller's own child, between the caller's streams, terminal and signals and the keeper. It may die at any
 * moment; the keeper and the workload go on.
 */
final class Client {
    // places in the array of struct pollfd
    private static final int SOCKET = 0;
    private static final int SIGNALS = 1;
    private static final int COPIES = 2;
    private static final int ENTRIES = COPIES + ClientStreams.COUNT;

    private final LoadedTable table;
    private final Claim claim;
    private final Keeper keeper;
    private final RoleParts parts;
    private final ClientTerminal terminal;
    private final ClientSignals signals;
    private final ClientStreams streams;
    private final Space entries;

    /** The connection to the keeper, -1 once that has gone. */
    private final Word socket;

    private final Word exited;
    private final Word status;
    private final Word keeperPid;

    private final Function ask;
    private final Function hear;
    private final Function serve;
    private final Function leave;
    private final Function refuse;

    /** {@code run()}: takes the container, forks its keeper and stays with it; does not return. */
    final Function run;

    /** {@code attach()}: connects to a running container's keeper and stays with it; does not return. */
    final Function attach;

    Client(Program program, LoadedTable table, Claim claim, Keeper keeper, RoleParts parts) {
        this.table = table;
        this.claim = claim;
        this.keeper = keeper;
        this.parts = parts;
        terminal = new ClientTerminal(program);
        signals = new ClientSignals(program, table, parts.messages(), terminal);
        entries = program.space("clientEntries", 8 * ENTRIES);
        socket = program.word("socket");
        exited = program.word("exited");
        status = program.word("exitStatus");
        keeperPid = program.word("keeperPid");
        streams = new ClientStreams(program, table, parts.messages(), terminal, signals, socket);
        leave = program.function("leave").is(this::leave);
        refuse = program.function("refuse").is(code -> {
            say(code, TableLayout.K_REFUSAL);
            code.run(Kernel.exit(125));
        });
        ask = program.function("ask").is(this::ask);
        hear = program.function("hear").is(this::hear);
        serve = program.function("serveClient").is(this::serve);
        run = program.function("runClient").is(this::run);
        attach = program.function("attachClient").is(this::attach);
    }

    private void run(Code code) {
        Buffer pair = code.buffer("pair", 8);
        code.when(claim.claim.call().isError(), () -> code.run(refuse.call()));
        code.run(signals.block.call());
        Local result = code.local(
                "result",
                syscall(Syscall.SOCKETPAIR, number(AF_UNIX), number(SOCK_STREAM | SOCK_CLOEXEC), number(0), pair));
        code.set(socket, i32(pair));
        // the keeper reads this before it starts anything
        code.run(ask.call());
        code.when(result.isError().not(), () -> code.set(result, fork()));
        code.when(
                result.isError(),
                () -> code.run(parts.host().why.call(PerformerCalls.failure(KeeperCall.FORK, result))));
        code.when(result.isZero(), () -> code.run(keeper.keep.call(i32(pair, 4))));
        code.set(keeperPid, result);
        code.run(Kernel.close(i32(pair, 4)));
        code.run(Kernel.close(claim.lock));
        code.run(Kernel.close(claim.directory));
        code.run(serve.call());
    }

    private static Expression fork() {
        return syscall(Syscall.CLONE, number(Signal.SIGCHLD.number()), number(0), number(0), number(0), number(0));
    }

    private void attach(Code code) {
        code.set(claim.directory, claim.open());
        code.set(socket, parts.control().connect.call(claim.directory));
        code.when(socket.isError(), () -> code.run(refuse.call()));
        code.run(Kernel.close(claim.directory));
        code.run(signals.block.call());
        code.run(ask.call());
        tell(code, KeeperMessage.WAIT, number(0));
        code.run(serve.call());
    }

    /** Asks for the streams that the caller wants. */
    private void ask(Code code) {
        Buffer message = code.buffer("message", KeeperMessage.SIZE);
        Buffer descriptors = code.buffer("descriptors", 16);
        Local wanted = code.local("wanted", 0);
        code.when(table.has(Flag.ATTACH_STDIN), () -> code.set(wanted, 1));
        code.when(table.has(Flag.ATTACH_STDOUT), () -> code.set(wanted, wanted.bitOr(2)));
        code.when(table.has(Flag.ATTACH_STDERR), () -> code.set(wanted, wanted.bitOr(4)));
        code.when(wanted.isZero(), () -> code.give(0));
        code.when(table.has(Flag.TTY), () -> {
            code.set(wanted, wanted.bitOr(1)); // the master: its size follows the caller's terminal
            code.run(terminal.find.call());
            Messages.fill(code, message, number(KeeperMessage.TERMINAL), number(0), number(0), number(0));
            code.set(i32(descriptors), terminal.terminal);
            code.when(
                    terminal.terminal.isAtLeast(0),
                    () -> code.run(parts.messages().send.call(socket, message, descriptors, number(1))));
        });
        tell(code, KeeperMessage.ATTACH, wanted);
    }

    private void tell(Code code, int kind, Expression value) {
        code.run(parts.messages().tell.call(socket, number(kind), value, number(0), number(0)));
    }

    private void serve(Code code) {
        // not before the fork: every page written there is one more of the keeper's
        code.run(streams.clear.call());
        code.loop(() -> {
            code.when(exited.or(socket.isNegative()).and(streams.done.call()), () -> code.run(leave.call()));
            watch(code, SOCKET, socket);
            watch(code, SIGNALS, signals.descriptor);
            for (int copy = 0; copy < ClientStreams.COUNT; copy++) {
                Copying.waitFor(code, streams.copy(copy), u64(entries, 8L * (COPIES + copy)));
            }
            code.run(parts.times().poll.call(entries, number(ENTRIES), number(-1)));
            code.when(events(SIGNALS), () -> code.run(signals.read.call(socket, streams.master)));
            code.when(events(SOCKET), () -> code.run(hear.call()));
            for (int copy = 0; copy < ClientStreams.COUNT; copy++) {
                int number = copy;
                code.when(events(COPIES + copy), () -> code.run(streams.step.call(number(number))));
            }
        });
    }

    private void watch(Code code, int place, Word descriptor) {
        code.set(u64(entries, 8L * place), descriptor.bitAnd(0xffff_ffffL).bitOr((long) POLLIN << 32));
    }

    private Expression events(int place) {
        return u16(entries, 8L * place + 6);
    }

    /** The keeper's next message. */
    private void hear(Code code) {
        Buffer message = code.buffer("message", KeeperMessage.SIZE);
        Buffer descriptors = code.buffer("descriptors", 16);
        Local received = code.local("received", parts.messages().receive.call(socket, message, descriptors, number(0)));
        code.when(received.isNot(KeeperMessage.SIZE), () -> {
            code.run(Kernel.close(socket));
            code.set(socket, -1);
            code.give(0);
        });
        Expression kind = i32(message, Messages.KIND);
        Expression value = i32(message, Messages.VALUE);
        code.when(kind.is(KeeperMessage.STARTED).and(table.has(Flag.DETACH)), () -> {
            Local written = code.local(
                    "written",
                    Kernel.write(
                            number(1),
                            table.keeper(TableLayout.K_ID_LINE),
                            table.keeper(TableLayout.K_ID_LINE_LENGTH)));
            code.run(Kernel.exit(written.isError().times(125)));
        });
        code.when(kind.is(KeeperMessage.FAILED), () -> {
            code.run(terminal.restore.call());
            code.run(parts.host()
                    .why
                    .call(u64(message, Messages.A)
                            .shiftLeft(PerformerCalls.STEP_SHIFT)
                            .bitOr(value)));
        });
        code.when(kind.is(KeeperMessage.EXITED).or(kind.is(KeeperMessage.WAIT | KeeperMessage.REPLY)), () -> {
            code.set(exited, 1);
            code.set(status, value);
        });
        code.when(
                kind.is(KeeperMessage.ATTACH | KeeperMessage.REPLY),
                () -> code.run(streams.attached.call(u64(message, Messages.A), u64(message, Messages.B), descriptors)));
        code.when(kind.is(KeeperMessage.REPLY), () -> code.run(refuse.call())); // no room, or not allowed
    }

    /** Everything has been copied: ends with the workload's status. */
    private void leave(Code code) {
        code.run(terminal.restore.call());
        // it has said its last word: when the caller hears of the end, there is no keeper any more, nor a zombie of it
        code.when(keeperPid, () -> code.run(syscall(Syscall.WAIT4, keeperPid, number(0), number(0), number(0))));
        code.when(exited.isZero(), () -> {
            say(code, TableLayout.K_KEEPER_LOST);
            code.run(Kernel.exit(255));
        });
        code.when(status.isZero().and(streams.writeFailed), () -> {
            say(code, TableLayout.K_WRITE_FAILED);
            code.run(Kernel.exit(125));
        });
        code.run(Kernel.exit(status));
    }

    /** One of the table's sentences, which a word with its length follows. */
    private void say(Code code, int sentence) {
        code.run(Kernel.write(number(2), table.keeper(sentence), table.keeper(sentence + 1)));
    }
}
