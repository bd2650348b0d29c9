package dev.hull.container;

/**
 * Where a namespace comes from.
 *
 * @param kind see {@link Kind}
 * @param target of {@link Kind#CONTAINER} its name or id, of {@link Kind#PATH} a pid or a path; else empty
 */
public record NamespaceMode(Kind kind, String target) {
    public enum Kind {
        /** A new one. */
        PRIVATE,
        /** The host's. */
        HOST,
        /** Another container's; the engine turns it into {@link #PATH}. */
        CONTAINER,
        /** The one a process is in (a pid), or a file of nsfs names (a path). */
        PATH,
        /** {@code --ipc shareable}: a new one that others may join. */
        SHAREABLE,
        /** {@code --ipc none}: a new one without /dev/shm; {@code --network none}: a new one with loopback only. */
        NONE
    }

    public static final NamespaceMode PRIVATE = new NamespaceMode(Kind.PRIVATE, "");
    public static final NamespaceMode HOST = new NamespaceMode(Kind.HOST, "");
    public static final NamespaceMode NONE = new NamespaceMode(Kind.NONE, "");

    /** The namespace of a process (a pid in decimal) or of an nsfs file (an absolute path). */
    public static NamespaceMode join(String pidOrPath) {
        return new NamespaceMode(Kind.PATH, pidOrPath);
    }

    /** True if a new namespace is made. */
    public boolean isNew() {
        return kind == Kind.PRIVATE || kind == Kind.SHAREABLE || kind == Kind.NONE;
    }
}
