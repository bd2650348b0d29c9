package dev.hull.engine;

/** The journal of what happened to containers and volumes. */
public final class Events {
    Events() {}

    /** Reads it from {@code since}, then follows it until {@code until}. */
    public EventReader read(EventQuery query) {
        return Pending.work();
    }
}
