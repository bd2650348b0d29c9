package dev.hull.cli.print;

/** Text from inside a container as a terminal may show it: an escape sequence in a name must stay harmless. */
public final class Printable {
    private Printable() {}

    /** The text with each control character (C0, DEL, C1) and each byte that was no UTF-8 replaced by {@code ?}. */
    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isUnsafe(text.charAt(i))) {
                return replaced(text);
            }
        }
        return text;
    }

    private static boolean isUnsafe(char c) {
        return c < ' ' || (c >= 0x7f && c < 0xa0) || (c >= 0xdc80 && c <= 0xdcff);
    }

    private static String replaced(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                safe.append(c).append(text.charAt(++i));
            } else {
                safe.append(isUnsafe(c) ? '?' : c);
            }
        }
        return safe.toString();
    }
}
