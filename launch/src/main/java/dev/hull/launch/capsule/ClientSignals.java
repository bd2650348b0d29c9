package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.u32;
import static dev.hull.launch.capsule.form.Form.u64;

import dev.hull.launch.KeeperMessage;
import dev.hull.launch.KeeperSettings;
import dev.hull.launch.capsule.form.Buffer;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Program;
import dev.hull.launch.capsule.form.Word;
import dev.hull.linux.Signal;
import dev.hull.linux.Syscall;

/**
 * The signals that the client gets, by signalfd(2). With {@code --sig-proxy} the workload gets them; without, they do to
 * the client what they would, after the terminal is restored.
 */
final class ClientSignals {
    private static final int SFD_CLOEXEC = 0x80000;
    private static final int SIGINFO_SIZE = 128; // struct signalfd_siginfo, the signal's number first

    private static final Signal[] NEVER_FORWARDED = {
        Signal.SIGKILL,
        Signal.SIGSTOP,
        Signal.SIGCHLD,
        Signal.SIGPIPE,
        Signal.SIGTTIN,
        Signal.SIGTTOU,
        Signal.SIGSEGV,
        Signal.SIGSYS,
        new Signal(4),
        new Signal(5),
        new Signal(7),
        new Signal(8)
    };

    /** What a terminal's client must hear so as to leave the terminal as it was. */
    private static final Signal[] FOR_TERMINAL = {
        Signal.SIGHUP, Signal.SIGINT, Signal.SIGQUIT, Signal.SIGTERM, Signal.SIGTSTP, Signal.SIGCONT
    };

    private final LoadedTable table;
    private final Messages messages;
    private final ClientTerminal terminal;
    private final Word before;

    /** The signalfd. */
    final Word descriptor;

    /** {@code block()}: from now on signals come by the descriptor. */
    final Function block;

    /** {@code read(socket, master)}: handles the next signal. */
    final Function read;

    /** {@code die(signal)}: what the signal does by default: end, or stop. */
    final Function die;

    ClientSignals(Program program, LoadedTable table, Messages messages, ClientTerminal terminal) {
        this.table = table;
        this.messages = messages;
        this.terminal = terminal;
        before = program.word("signalsBefore");
        descriptor = program.word("signals");
        block = program.function("blockSignals").is(this::block);
        die = program.function("die").is(this::die);
        read = program.function("readSignal").is(this::read);
    }

    private static long set(Signal... signals) {
        long set = 0;
        for (Signal signal : signals) {
            set |= Kernel.bit(signal);
        }
        return set;
    }

    private void block(Code code) {
        Buffer heard = code.buffer("heard", Kernel.SIGSET_SIZE);
        Buffer blocked = code.buffer("blocked", Kernel.SIGSET_SIZE);
        code.set(u64(heard), Kernel.bit(Signal.SIGWINCH));
        code.when(
                table.has(KeeperSettings.Flag.TTY),
                () -> code.set(u64(heard), u64(heard).bitOr(set(FOR_TERMINAL))));
        code.when(table.has(KeeperSettings.Flag.SIG_PROXY), () -> code.set(u64(heard), ~set(NEVER_FORWARDED)));
        // a write to a pipe that nobody reads shall be an error, not the end
        code.set(u64(blocked), u64(heard).bitOr(Kernel.bit(Signal.SIGPIPE)));
        code.run(Kernel.signalMask(Kernel.SIG_BLOCK, blocked, before.address()));
        code.set(
                descriptor,
                syscall(Syscall.SIGNALFD4, number(-1), heard, number(Kernel.SIGSET_SIZE), number(SFD_CLOEXEC)));
    }

    private void read(Code code) {
        Local socket = code.parameter("socket");
        Local master = code.parameter("master");
        Buffer info = code.buffer("info", SIGINFO_SIZE);
        code.when(Kernel.read(descriptor, info, number(SIGINFO_SIZE)).isNot(SIGINFO_SIZE), () -> code.give(0));
        Local signal = code.local("signal", u32(info));
        Expression proxy = table.has(KeeperSettings.Flag.SIG_PROXY);
        code.when(signal.is(Signal.SIGWINCH.number()).or(signal.is(Signal.SIGCONT.number())), () -> {
            code.when(signal.is(Signal.SIGCONT.number()).and(terminal.wasRaw), () -> code.run(terminal.makeRaw.call()));
            code.run(terminal.resize.call(master));
            code.when(signal.is(Signal.SIGWINCH.number()).and(table.has(KeeperSettings.Flag.TTY)), () -> code.give(0));
        });
        code.when(
                proxy,
                () -> code.run(messages.tell.call(socket, number(KeeperMessage.SIGNAL), signal, number(0), number(0))));
        code.when(signal.is(Signal.SIGTSTP.number()), () -> code.run(die.call(signal)));
        code.when(
                proxy.isZero()
                        .and(signal.isNot(Signal.SIGWINCH.number()))
                        .and(signal.isNot(Signal.SIGCONT.number()))
                        .and(signal.isNot(Signal.SIGTSTP.number())),
                () -> code.run(die.call(signal)));
    }

    private void die(Code code) {
        Local signal = code.parameter("signal");
        Buffer set = code.buffer("set", Kernel.SIGSET_SIZE);
        code.run(terminal.restore.call());
        code.set(u64(set), number(1).shiftLeft(signal.minus(1)));
        code.run(syscall(Syscall.KILL, syscall(Syscall.GETPID), signal));
        code.run(Kernel.signalMask(Kernel.SIG_UNBLOCK, set, number(0)));
        // here it has ended, or was stopped and goes on
        code.run(Kernel.signalMask(Kernel.SIG_BLOCK, set, number(0)));
    }
}
