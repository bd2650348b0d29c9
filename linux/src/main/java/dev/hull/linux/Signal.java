package dev.hull.linux;

import java.util.Locale;
import java.util.Optional;

/**
 * A signal by its number, 1 to 64. Its name is signal(7)'s: {@code SIGTERM}, {@code SIGRTMIN+3}.
 *
 * <p>The numbers are those of x86-64 and arm64. Names of real-time signals count as glibc does: it keeps the kernel's
 * first two for itself, so {@code SIGRTMIN} is 34.
 */
public record Signal(int number) {
    /** The greatest number. */
    public static final int MAX = 64;

    private static final int RTMIN = 34;

    private static final String[] NAMES = {
        "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
        "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
        "WINCH", "IO", "PWR", "SYS"
    };

    public static final Signal SIGHUP = new Signal(1);
    public static final Signal SIGINT = new Signal(2);
    public static final Signal SIGQUIT = new Signal(3);
    public static final Signal SIGABRT = new Signal(6);
    public static final Signal SIGKILL = new Signal(9);
    public static final Signal SIGUSR1 = new Signal(10);
    public static final Signal SIGSEGV = new Signal(11);
    public static final Signal SIGUSR2 = new Signal(12);
    public static final Signal SIGPIPE = new Signal(13);
    public static final Signal SIGALRM = new Signal(14);
    public static final Signal SIGTERM = new Signal(15);
    public static final Signal SIGCHLD = new Signal(17);
    public static final Signal SIGCONT = new Signal(18);
    public static final Signal SIGSTOP = new Signal(19);
    public static final Signal SIGTSTP = new Signal(20);
    public static final Signal SIGTTIN = new Signal(21);
    public static final Signal SIGTTOU = new Signal(22);
    public static final Signal SIGWINCH = new Signal(28);
    public static final Signal SIGSYS = new Signal(31);

    public Signal {
        if (number < 1 || number > MAX) {
            throw new IllegalArgumentException("no signal has the number " + number);
        }
    }

    /** The name with {@code SIG}: {@code SIGTERM}, {@code SIGRTMIN+3}. The two that glibc keeps: {@code SIG32}. */
    public String name() {
        if (number <= NAMES.length) {
            return "SIG" + NAMES[number - 1];
        }
        if (number < RTMIN) {
            return "SIG" + number;
        }
        return number == RTMIN ? "SIGRTMIN" : number == MAX ? "SIGRTMAX" : "SIGRTMIN+" + (number - RTMIN);
    }

    /**
     * The signal that a user writes: a number, or a name in any case, with or without {@code SIG}; {@code IOT},
     * {@code POLL} and {@code CLD} are old names; empty if there is none.
     */
    public static Optional<Signal> parse(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        String name = upper.startsWith("SIG") ? upper.substring(3) : upper;
        int number = number(name);
        return number < 1 || number > MAX ? Optional.empty() : Optional.of(new Signal(number));
    }

    private static int number(String name) {
        for (int i = 0; i < NAMES.length; i++) {
            if (NAMES[i].equals(name)) {
                return i + 1;
            }
        }
        return switch (name) {
            case "IOT" -> 6;
            case "POLL" -> 29;
            case "CLD" -> 17;
            case "RTMIN" -> RTMIN;
            case "RTMAX" -> MAX;
            default -> {
                if (name.startsWith("RTMIN+")) {
                    int offset = decimal(name, 6);
                    yield offset < 0 || RTMIN + offset > MAX ? -1 : RTMIN + offset;
                }
                if (name.startsWith("RTMAX-")) {
                    int offset = decimal(name, 6);
                    yield offset < 0 || MAX - offset < RTMIN ? -1 : MAX - offset;
                }
                yield decimal(name, 0);
            }
        };
    }

    /** A decimal number of one to two digits from an index on, or -1. */
    private static int decimal(String text, int from) {
        int digits = text.length() - from;
        if (digits < 1 || digits > 2) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }

    @Override
    public String toString() {
        return name();
    }
}
