package dev.hull.linux.call;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.hull.linux.Errno;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.Syscall;
import dev.hull.linux.TerminalConstants;
import java.io.Closeable;
import java.lang.foreign.MemorySegment;

/** Terminals: ioctl_tty(2), and pseudo terminals: pts(4). A call on what is no terminal fails with ENOTTY. */
public final class Terminal {
    private Terminal() {}

    /** A terminal's size in characters, 0 to 65535 each; 0 means unknown. */
    public record WindowSize(int rows, int columns) {}

    /** A pseudo terminal's two ends. Closing it closes both; an end that was closed before is left alone. */
    public record Pty(FileDescriptor master, FileDescriptor slave) implements Closeable {
        @Override
        public void close() throws LinuxException {
            try (master;
                    slave) {
                // both are closed, whichever fails
            }
        }
    }

    /** TCGETS succeeds on terminals only. */
    public static boolean isTerminal(FileDescriptor file) throws LinuxException {
        try {
            settings(file);
            return true;
        } catch (LinuxException e) {
            if (e.is(Errno.ENOTTY) || e.is(Errno.EINVAL)) {
                return false;
            }
            throw e;
        }
    }

    /** TIOCGWINSZ. */
    public static WindowSize windowSize(FileDescriptor terminal) throws LinuxException {
        try (Frame frame = new Frame()) {
            MemorySegment winsize = frame.allocate(8);
            frame.call(Syscall.IOCTL, terminal, terminal.number(), TerminalConstants.TIOCGWINSZ, winsize.address());
            return new WindowSize(
                    Short.toUnsignedInt(winsize.get(JAVA_SHORT, 0)), Short.toUnsignedInt(winsize.get(JAVA_SHORT, 2)));
        }
    }

    /** TIOCSWINSZ; the terminal's foreground process group gets SIGWINCH if it changes. */
    public static void setWindowSize(FileDescriptor terminal, WindowSize size) throws LinuxException {
        try (Frame frame = new Frame()) {
            MemorySegment winsize = frame.allocate(8);
            winsize.set(JAVA_SHORT, 0, (short) size.rows());
            winsize.set(JAVA_SHORT, 2, (short) size.columns());
            frame.call(Syscall.IOCTL, terminal, terminal.number(), TerminalConstants.TIOCSWINSZ, winsize.address());
        }
    }

    /** TCGETS. */
    public static Termios settings(FileDescriptor terminal) throws LinuxException {
        try (Frame frame = new Frame()) {
            MemorySegment termios = frame.allocate(TerminalConstants.TERMIOS_SIZE);
            frame.call(Syscall.IOCTL, terminal, terminal.number(), TerminalConstants.TCGETS, termios.address());
            return new Termios(termios.toArray(JAVA_BYTE));
        }
    }

    /** TCSETSW: in force once all output is written. */
    public static void setSettings(FileDescriptor terminal, Termios settings) throws LinuxException {
        try (Frame frame = new Frame()) {
            MemorySegment termios = frame.copy(settings.shared());
            frame.call(Syscall.IOCTL, terminal, terminal.number(), TerminalConstants.TCSETSW, termios.address());
        }
    }

    /** A new pseudo terminal of /dev/ptmx, its slave opened by TIOCGPTPEER: no path is trusted for it. */
    public static Pty openPty() throws LinuxException {
        int flags = OpenFlags.O_RDWR | OpenFlags.O_NOCTTY;
        FileDescriptor master = Opening.open(Pathname.of("/dev/ptmx"), flags);
        try (Frame frame = new Frame()) {
            MemorySegment unlocked = frame.allocate(4);
            frame.call(Syscall.IOCTL, master, master.number(), TerminalConstants.TIOCSPTLCK, unlocked.address());
            return new Pty(
                    master,
                    FileDescriptor.owning(frame.call(
                            Syscall.IOCTL,
                            master,
                            master.number(),
                            TerminalConstants.TIOCGPTPEER,
                            flags | OpenFlags.O_CLOEXEC)));
        } catch (LinuxException e) {
            master.close();
            throw e;
        }
    }
}
