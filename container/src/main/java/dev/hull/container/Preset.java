package dev.hull.container;

import java.util.Locale;

/** The isolation that one word chooses. A preset is defaults and nothing else: all of them take one path to the plan. */
public enum Preset {
    /** An application container, as {@code docker run} makes it. */
    CONTAINER,
    /** The namespaces asked for, as unshare(1) and nsenter(1) make and join them. */
    NAMESPACES,
    /** A new root directory and nothing else, as chroot(8) gives it. */
    CHROOT;

    /**
     * The preset of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Preset named(String word) {
        return switch (word) {
            case "container" -> CONTAINER;
            case "namespaces" -> NAMESPACES;
            case "chroot" -> CHROOT;
            case "jail", "system", "vm" ->
                throw new IllegalArgumentException(
                        "the isolation '" + word + "' is not available yet; choose container, namespaces or chroot");
            default ->
                throw new IllegalArgumentException(
                        "unknown isolation '" + word + "'; choose container, namespaces or chroot");
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
