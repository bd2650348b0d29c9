package dev.hull.linux.call;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A path or a name as the kernel has it: any bytes but NUL (path_resolution(7)). Text becomes UTF-8.
 *
 * <p>Longer than 4095 bytes, or a component longer than 255, is the kernel's to refuse: ENAMETOOLONG.
 */
public final class Pathname {
    /** The empty path, for calls with AT_EMPTY_PATH. */
    public static final Pathname EMPTY = new Pathname(new byte[0]);

    private final byte[] bytes;

    private Pathname(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A path of these bytes; {@link IllegalArgumentException} if one of them is NUL. */
    public static Pathname of(byte[] bytes) {
        return checked(bytes.clone());
    }

    /** A path of this text in UTF-8; {@link IllegalArgumentException} if it contains NUL. */
    public static Pathname of(String text) {
        return checked(text.getBytes(StandardCharsets.UTF_8));
    }

    public static Pathname of(Path path) {
        return of(path.toString());
    }

    private static Pathname checked(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0) {
                throw new IllegalArgumentException("a path contains NUL: " + printable(bytes));
            }
        }
        return new Pathname(bytes);
    }

    /** This path, a slash, and the other one. */
    public Pathname resolve(Pathname other) {
        if (bytes.length == 0) {
            return other;
        }
        boolean slash = bytes[bytes.length - 1] == '/';
        byte[] joined = Arrays.copyOf(bytes, bytes.length + (slash ? 0 : 1) + other.bytes.length);
        joined[joined.length - other.bytes.length - 1] = '/';
        System.arraycopy(other.bytes, 0, joined, joined.length - other.bytes.length, other.bytes.length);
        return new Pathname(joined);
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    byte[] shared() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pathname name && Arrays.equals(bytes, name.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** For people: what is not printable ASCII is written as {@code \xff}, so two names never look the same. */
    @Override
    public String toString() {
        return printable(bytes);
    }

    private static String printable(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            if (b == '\\') {
                text.append("\\\\");
            } else if (b >= ' ' && b <= '~') {
                text.append((char) b);
            } else {
                text.append(String.format("\\x%02x", b & 0xFF));
            }
        }
        return text.toString();
    }
}
