package dev.hull.linux.call;

import dev.hull.linux.TerminalConstants;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A terminal's settings: the kernel's {@code struct termios}, 36 bytes, in this machine's byte order. */
public final class Termios {
    private static final int INPUT = 0;
    private static final int OUTPUT = 4;
    private static final int CONTROL = 8;
    private static final int LOCAL = 12;

    private final byte[] bytes;

    Termios(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] shared() {
        return bytes;
    }

    /** The bytes, as TCSETS takes them. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public int inputModes() {
        return view().getInt(INPUT);
    }

    public int outputModes() {
        return view().getInt(OUTPUT);
    }

    public int localModes() {
        return view().getInt(LOCAL);
    }

    /** These settings in raw mode, as cfmakeraw(3): every byte passes as it is, none is a signal or an echo. */
    public Termios raw() {
        Termios raw = new Termios(bytes.clone());
        ByteBuffer view = raw.view();
        clear(
                view,
                INPUT,
                TerminalConstants.IGNBRK
                        | TerminalConstants.BRKINT
                        | TerminalConstants.PARMRK
                        | TerminalConstants.ISTRIP
                        | TerminalConstants.INLCR
                        | TerminalConstants.IGNCR
                        | TerminalConstants.ICRNL
                        | TerminalConstants.IXON);
        clear(view, OUTPUT, TerminalConstants.OPOST);
        clear(view, CONTROL, TerminalConstants.CSIZE | TerminalConstants.PARENB);
        view.putInt(CONTROL, view.getInt(CONTROL) | TerminalConstants.CS8);
        clear(
                view,
                LOCAL,
                TerminalConstants.ECHO
                        | TerminalConstants.ECHONL
                        | TerminalConstants.ICANON
                        | TerminalConstants.ISIG
                        | TerminalConstants.IEXTEN);
        view.put(TerminalConstants.TERMIOS_CC + TerminalConstants.VMIN, (byte) 1);
        view.put(TerminalConstants.TERMIOS_CC + TerminalConstants.VTIME, (byte) 0);
        return raw;
    }

    private static void clear(ByteBuffer view, int offset, int bits) {
        view.putInt(offset, view.getInt(offset) & ~bits);
    }

    private ByteBuffer view() {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }
}
