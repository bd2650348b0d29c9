package dev.hull.engine;

import org.jspecify.annotations.Nullable;

/** {@code --detach-keys}: keys separated by commas, each a character or {@code ctrl-} and one of a-z @ [ \ ] ^ _. */
public final class DetachKeys {
    private static final byte[] DEFAULT = {'p' - 'a' + 1, 'q' - 'a' + 1};

    private DetachKeys() {}

    /**
     * The bytes a terminal sends for them.
     *
     * @param text null for {@code ctrl-p,ctrl-q}; empty for none
     * @throws HullException.Invalid if there is no such key
     */
    public static byte[] parse(@Nullable String text) {
        if (text == null) {
            return DEFAULT.clone();
        }
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] keys = text.split(",", -1);
        byte[] bytes = new byte[keys.length];
        for (int i = 0; i < keys.length; i++) {
            int key = key(keys[i]);
            if (key < 0) {
                throw new HullException.Invalid(
                        "read detach keys", text, "'" + keys[i] + "' is no key", "write ctrl-p,ctrl-q or a,b,c");
            }
            bytes[i] = (byte) key;
        }
        return bytes;
    }

    private static int key(String key) {
        if (key.length() == 1 && key.charAt(0) < 128) {
            return key.charAt(0);
        }
        if (key.length() != 6 || !key.startsWith("ctrl-")) {
            return -1;
        }
        char with = Character.toUpperCase(key.charAt(5));
        return with >= '@' && with <= '_' ? with - '@' : -1;
    }
}
