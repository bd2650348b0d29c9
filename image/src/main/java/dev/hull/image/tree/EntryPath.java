package dev.hull.image.tree;

import dev.hull.linux.call.Pathname;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A path inside a root, in components: without {@code .} and empty ones, without a leading slash. {@code ..} is refused:
 * no archive has an honest use for it.
 */
final class EntryPath {
    private final List<byte[]> components;

    private EntryPath(List<byte[]> components) {
        this.components = components;
    }

    /** {@link IllegalArgumentException} for a component {@code ..} or one longer than 255 bytes. */
    static EntryPath of(Pathname name) {
        byte[] bytes = name.bytes();
        List<byte[]> components = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '/') {
                add(components, Arrays.copyOfRange(bytes, start, i));
                start = i + 1;
            }
        }
        return new EntryPath(components);
    }

    private static void add(List<byte[]> components, byte[] component) {
        boolean dot = component.length > 0 && component[0] == '.';
        if (component.length == 0 || (dot && component.length == 1)) {
            return;
        }
        if (dot && component.length == 2 && component[1] == '.') {
            throw new IllegalArgumentException("the name holds \"..\"");
        }
        if (component.length > 255) {
            throw new IllegalArgumentException("a component of the name is longer than 255 bytes");
        }
        components.add(component);
    }

    /** Whether it is the root itself. */
    boolean isRoot() {
        return components.isEmpty();
    }

    int depth() {
        return components.size();
    }

    /** The last component. */
    Pathname name() {
        return Pathname.of(components.getLast());
    }

    /** All but the last component. */
    EntryPath parent() {
        return new EntryPath(components.subList(0, components.size() - 1));
    }

    /** The first components. */
    EntryPath prefix(int count) {
        return new EntryPath(components.subList(0, count));
    }

    /** For the kernel: {@code a/b}, and {@code .} for the root. */
    Pathname path() {
        if (components.isEmpty()) {
            return Pathname.of(".");
        }
        Pathname path = Pathname.EMPTY;
        for (byte[] component : components) {
            path = path.resolve(Pathname.of(component));
        }
        return path;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EntryPath path && path().equals(path.path());
    }

    @Override
    public int hashCode() {
        return path().hashCode();
    }

    @Override
    public String toString() {
        return isRoot() ? "/" : "/" + path();
    }
}
