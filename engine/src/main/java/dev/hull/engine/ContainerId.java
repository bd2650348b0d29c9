package dev.hull.engine;

import java.io.FileInputStream;
import java.io.IOException;
import java.util.HexFormat;

/** Container ids: 64 hexadecimal digits, 256 random bits. */
public final class ContainerId {
    public static final int LENGTH = 64;
    /** What {@code ps} shows of one. */
    public static final int SHORT_LENGTH = 12;

    private ContainerId() {}

    /** A new id. The kernel's pool is asked directly: SecureRandom's providers would cost a cold start milliseconds. */
    static String random() {
        return random(LENGTH);
    }

    /** That many random hexadecimal digits. */
    static String random(int digits) {
        byte[] bytes = new byte[digits / 2];
        try (FileInputStream pool = new FileInputStream("/dev/urandom")) {
            if (pool.readNBytes(bytes, 0, bytes.length) != bytes.length) {
                throw new IOException("end of file");
            }
        } catch (IOException e) {
            throw HullException.of("read", "/dev/urandom", e);
        }
        return HexFormat.of().formatHex(bytes);
    }

    /** True for 64 lower-case hexadecimal digits. */
    public static boolean isId(String text) {
        return text.length() == LENGTH && isPrefix(text);
    }

    /** True for 1 to 64 lower-case hexadecimal digits. */
    static boolean isPrefix(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!HexFormat.isHexDigit(text.charAt(i)) || Character.isUpperCase(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= LENGTH;
    }

    /** The first 12 digits. */
    public static String shortened(String id) {
        return id.substring(0, Math.min(SHORT_LENGTH, id.length()));
    }
}
