package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.u32;
import static dev.hull.launch.capsule.form.Form.u64;
import static dev.hull.launch.capsule.form.Form.u8;
import static dev.hull.linux.TerminalConstants.BRKINT;
import static dev.hull.linux.TerminalConstants.CS8;
import static dev.hull.linux.TerminalConstants.CSIZE;
import static dev.hull.linux.TerminalConstants.ECHO;
import static dev.hull.linux.TerminalConstants.ECHONL;
import static dev.hull.linux.TerminalConstants.ICANON;
import static dev.hull.linux.TerminalConstants.ICRNL;
import static dev.hull.linux.TerminalConstants.IEXTEN;
import static dev.hull.linux.TerminalConstants.IGNBRK;
import static dev.hull.linux.TerminalConstants.IGNCR;
import static dev.hull.linux.TerminalConstants.INLCR;
import static dev.hull.linux.TerminalConstants.ISIG;
import static dev.hull.linux.TerminalConstants.ISTRIP;
import static dev.hull.linux.TerminalConstants.IXON;
import static dev.hull.linux.TerminalConstants.OPOST;
import static dev.hull.linux.TerminalConstants.PARENB;
import static dev.hull.linux.TerminalConstants.PARMRK;
import static dev.hull.linux.TerminalConstants.TCGETS;
import static dev.hull.linux.TerminalConstants.TCSETS;
import static dev.hull.linux.TerminalConstants.TERMIOS_CC;
import static dev.hull.linux.TerminalConstants.TERMIOS_SIZE;
import static dev.hull.linux.TerminalConstants.TIOCGWINSZ;
import static dev.hull.linux.TerminalConstants.TIOCSWINSZ;
import static dev.hull.linux.TerminalConstants.VMIN;
import static dev.hull.linux.TerminalConstants.VTIME;

import dev.hull.launch.capsule.form.Buffer;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Place;
import dev.hull.launch.capsule.form.Program;
import dev.hull.launch.capsule.form.Space;
import dev.hull.launch.capsule.form.Word;
import dev.hull.linux.Signal;

/** The caller's terminal, raw while the workload's terminal is shown on it (termios(3), as cfmakeraw). */
final class ClientTerminal {
    private static final int INPUT_MODES = 0;
    private static final int OUTPUT_MODES = 4;
    private static final int CONTROL_MODES = 8;
    private static final int LOCAL_MODES = 12;

    private final Space modes;

    /** The terminal's descriptor, -1 if there is none. */
    final Word terminal;

    private final Word raw;

    /** It was made raw once: after a stop it is to be raw again. */
    final Word wasRaw;

    /** {@code find()}: looks for it on stdin, stdout, stderr and keeps its modes. */
    final Function find;

    /** {@code makeRaw()}. */
    final Function makeRaw;

    /** {@code restore()}: as it was found. */
    final Function restore;

    /** {@code resize(master)}: gives the terminal's size to the workload's. */
    final Function resize;

    ClientTerminal(Program program) {
        modes = program.space("modes", 64);
        terminal = program.word("terminal");
        raw = program.word("raw");
        wasRaw = program.word("wasRaw");
        find = program.function("findTerminal").is(this::find);
        makeRaw = program.function("makeRaw").is(this::makeRaw);
        restore = program.function("restore").is(this::restore);
        resize = program.function("resize").is(code -> {
            Local master = code.parameter("master");
            Buffer size = code.buffer("size", 8);
            code.when(
                    terminal.isAtLeast(0).and(master.isAtLeast(0)),
                    () -> code.when(
                            Kernel.ioctl(terminal, TIOCGWINSZ, size).isZero(),
                            () -> code.run(Kernel.ioctl(master, TIOCSWINSZ, size))));
        });
    }

    private void find(Code code) {
        code.set(terminal, 0);
        code.loopWhile(
                terminal.isLess(3).and(Kernel.ioctl(terminal, TCGETS, modes).isError()),
                () -> code.set(terminal, terminal.plus(1)));
        code.when(terminal.is(3), () -> code.set(terminal, -1));
    }

    private void makeRaw(Code code) {
        Buffer wanted = code.buffer("wanted", 64);
        for (int offset = 0; offset < TERMIOS_SIZE; offset += 4) {
            code.set(u32(wanted, offset), u32(modes, offset));
        }
        clear(code, u32(wanted, INPUT_MODES), IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
        clear(code, u32(wanted, OUTPUT_MODES), OPOST);
        clear(code, u32(wanted, CONTROL_MODES), CSIZE | PARENB);
        code.set(u32(wanted, CONTROL_MODES), u32(wanted, CONTROL_MODES).bitOr(CS8));
        clear(code, u32(wanted, LOCAL_MODES), ECHO | ECHONL | ICANON | ISIG | IEXTEN);
        code.set(u8(wanted, TERMIOS_CC + VMIN), 1);
        code.set(u8(wanted, TERMIOS_CC + VTIME), 0);
        code.set(raw, Kernel.ioctl(terminal, TCSETS, wanted).isZero());
        code.set(wasRaw, raw);
    }

    private static void clear(Code code, Place word, long bits) {
        code.set(word, word.bitAnd(~bits));
    }

    private void restore(Code code) {
        Buffer background = code.buffer("background", Kernel.SIGSET_SIZE);
        Buffer before = code.buffer("before", Kernel.SIGSET_SIZE);
        code.when(raw, () -> {
            code.set(raw, 0);
            // from the background too: with SIGTTOU blocked the kernel allows it
            code.set(u64(background), Kernel.bit(Signal.SIGTTOU));
            code.run(Kernel.signalMask(Kernel.SIG_BLOCK, background, before));
            code.run(Kernel.ioctl(terminal, TCSETS, modes));
            code.run(Kernel.signalMask(Kernel.SIG_SETMASK, before, number(0)));
        });
    }
}
