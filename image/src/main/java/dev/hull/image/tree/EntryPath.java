package dev.hull.image.tree;

import dev.hull.linux.call.Pathname;
import java.util.Arrays;

/**
 * A path inside a root, in components: without {@code .} and empty ones, without a leading slash. {@code ..} is refused:
 * no archive has an honest use for it.
 */
final class EntryPath {
    /** The components with one slash between them. */
    private final byte[] joined;

    /** Where each component ends in it. */
    private final int[] ends;

    private EntryPath(byte[] joined, int[] ends) {
        this.joined = joined;
        this.ends = ends;
    }

    /** {@link IllegalArgumentException} for a component {@code ..} or one longer than 255 bytes. */
    static EntryPath of(Pathname name) {
        byte[] bytes = name.bytes();
        byte[] joined = new byte[bytes.length];
        int[] ends = new int[bytes.length / 2 + 1];
        int length = 0;
        int count = 0;
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '/') {
                if (isComponent(bytes, start, i)) {
                    if (count > 0) {
                        joined[length++] = '/';
                    }
                    System.arraycopy(bytes, start, joined, length, i - start);
                    length += i - start;
                    ends[count++] = length;
                }
                start = i + 1;
            }
        }
        return new EntryPath(Arrays.copyOf(joined, length), Arrays.copyOf(ends, count));
    }

    private static boolean isComponent(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length == 0 || (length == 1 && bytes[start] == '.')) {
            return false;
        }
        if (length == 2 && bytes[start] == '.' && bytes[start + 1] == '.') {
            throw new IllegalArgumentException("the name holds \"..\"");
        }
        if (length > 255) {
            throw new IllegalArgumentException("a component of the name is longer than 255 bytes");
        }
        return true;
    }

    /** Whether it is the root itself. */
    boolean isRoot() {
        return ends.length == 0;
    }

    /** In bytes. */
    int length() {
        return joined.length;
    }

    int depth() {
        return ends.length;
    }

    /** The last component. */
    Pathname name() {
        int start = ends.length == 1 ? 0 : ends[ends.length - 2] + 1;
        return Pathname.of(Arrays.copyOfRange(joined, start, joined.length));
    }

    /** All but the last component. */
    EntryPath parent() {
        return prefix(ends.length - 1);
    }

    /** The first components. */
    EntryPath prefix(int count) {
        return new EntryPath(Arrays.copyOf(joined, count == 0 ? 0 : ends[count - 1]), Arrays.copyOf(ends, count));
    }

    /** For the kernel: {@code a/b}, and {@code .} for the root. */
    Pathname path() {
        return isRoot() ? Pathname.of(".") : Pathname.of(joined);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EntryPath path && Arrays.equals(joined, path.joined);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(joined);
    }

    @Override
    public String toString() {
        return isRoot() ? "/" : "/" + path();
    }
}
