package dev.hull.container;

/** The keys that detach a terminal's client: {@code ctrl-p,ctrl-q}, as docker writes them. */
public final class DetachKeys {
    /** ctrl-p ctrl-q. */
    private static final byte[] STANDARD = {0x10, 0x11};

    private DetachKeys() {}

    /**
     * The bytes that a terminal sends for them.
     *
     * @param keys letters, or {@code ctrl-} and one of {@code a-z @ [ \ ] ^ _}, separated by commas; empty for none; null
     *     for the standard ones
     * @throws IllegalArgumentException for a key that is not known
     */
    public static byte[] parse(@org.jspecify.annotations.Nullable String keys) {
        if (keys == null) {
            return STANDARD.clone();
        }
        if (keys.isEmpty()) {
            return new byte[0];
        }
        String[] words = keys.split(",", -1);
        byte[] bytes = new byte[words.length];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = key(words[i]);
        }
        return bytes;
    }

    private static byte key(String word) {
        if (word.length() == 1 && word.charAt(0) > ' ' && word.charAt(0) < 0x7f) {
            return (byte) word.charAt(0);
        }
        if (word.length() == 6 && word.startsWith("ctrl-")) {
            char c = word.charAt(5);
            if ((c >= 'a' && c <= 'z') || c == '@' || (c >= '[' && c <= '_')) {
                return (byte) (c & 0x1f);
            }
        }
        throw new IllegalArgumentException(
                "\"" + word + "\" is no key: a letter, or ctrl- and one of a-z @ [ \\ ] ^ _, is expected");
    }
}
