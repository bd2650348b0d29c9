package dev.hull.engine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Named directories that outlive containers. */
public final class Volumes {
    Volumes() {}

    /**
     * Makes a volume; one of that name that is there already is returned as it is.
     *
     * @param name null for an anonymous one
     */
    public Volume create(@Nullable String name, Map<String, String> labels) {
        return Pending.work();
    }

    /** All of them, by name. */
    public List<Volume> list() {
        return Pending.work();
    }

    /** @throws HullException.NotFound if there is none of that name */
    public Volume get(String name) {
        return Pending.work();
    }

    /** The ids of the containers that mount it. */
    public List<String> users(String name) {
        return Pending.work();
    }

    /**
     * Removes it with everything in it.
     *
     * @throws HullException.Conflict if a container has it, live or not
     */
    public void remove(String name) {
        Pending.work();
    }

    /** Removes those that no container has: the anonymous ones, or all. */
    public Pruned prune(boolean all) {
        return Pending.work();
    }
}
