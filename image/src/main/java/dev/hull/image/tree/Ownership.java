package dev.hull.image.tree;

/** Whom copied files belong to. */
public sealed interface Ownership {
    /** The ids of the source: archive mode. */
    record Kept() implements Ownership {}

    /** One user and group for all; set-user-ID, set-group-ID and capabilities are lost, they were another user's. */
    record Given(long uid, long gid) implements Ownership {}
}
