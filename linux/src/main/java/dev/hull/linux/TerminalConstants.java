package dev.hull.linux;

/**
 * Terminals: ioctls, the bits and the control characters of struct termios.
 *
 * <p>Source: {@code include/uapi/asm-generic/ioctls.h}, {@code termbits.h}. The kernel's struct termios is 36 bytes: four 32-bit
 * flag words, the line discipline, 19 control characters.
 */
public final class TerminalConstants {
    // Ioctls (ioctl_tty(2))
    public static final int TCGETS = 0x5401;
    public static final int TCSETS = 0x5402;
    public static final int TCSETSW = 0x5403;
    public static final int TCSETSF = 0x5404;
    public static final int TIOCSCTTY = 0x540E;
    public static final int TIOCNOTTY = 0x5422;
    public static final int TIOCGPGRP = 0x540F;
    public static final int TIOCSPGRP = 0x5410;
    public static final int TIOCGSID = 0x5429;
    public static final int TIOCGWINSZ = 0x5413;
    public static final int TIOCSWINSZ = 0x5414;
    public static final int TIOCGPTN = 0x80045430;
    public static final int TIOCSPTLCK = 0x40045431;
    public static final int TIOCGPTPEER = 0x5441;
    public static final int TIOCPKT = 0x5420;
    public static final int TIOCOUTQ = 0x5411;
    public static final int FIONREAD = 0x541B;
    public static final int FIONBIO = 0x5421;
    public static final int TCFLSH = 0x540B;

    // Input modes: c_iflag
    public static final int IGNBRK = 01;
    public static final int BRKINT = 02;
    public static final int IGNPAR = 04;
    public static final int PARMRK = 010;
    public static final int INPCK = 020;
    public static final int ISTRIP = 040;
    public static final int INLCR = 0100;
    public static final int IGNCR = 0200;
    public static final int ICRNL = 0400;
    public static final int IXON = 02000;
    public static final int IXANY = 04000;
    public static final int IXOFF = 010000;
    public static final int IUTF8 = 040000;

    // Output modes: c_oflag
    public static final int OPOST = 01;
    public static final int ONLCR = 04;

    // Control modes: c_cflag
    public static final int CSIZE = 060;
    public static final int CS8 = 060;
    public static final int CREAD = 0200;
    public static final int PARENB = 0400;
    public static final int HUPCL = 02000;
    public static final int CLOCAL = 04000;

    // Local modes: c_lflag
    public static final int ISIG = 01;
    public static final int ICANON = 02;
    public static final int ECHO = 010;
    public static final int ECHOE = 020;
    public static final int ECHOK = 040;
    public static final int ECHONL = 0100;
    public static final int NOFLSH = 0200;
    public static final int TOSTOP = 0400;
    public static final int ECHOCTL = 01000;
    public static final int ECHOKE = 04000;
    public static final int IEXTEN = 0100000;

    // Indices in c_cc
    public static final int VINTR = 0;
    public static final int VQUIT = 1;
    public static final int VERASE = 2;
    public static final int VKILL = 3;
    public static final int VEOF = 4;
    public static final int VTIME = 5;
    public static final int VMIN = 6;
    public static final int VSTART = 8;
    public static final int VSTOP = 9;
    public static final int VSUSP = 10;

    // The number of control characters and the offset of the first in the kernel's struct termios
    public static final int NCCS = 19;
    public static final int TERMIOS_CC = 17;
    public static final int TERMIOS_SIZE = 36;

    private TerminalConstants() {}
}
