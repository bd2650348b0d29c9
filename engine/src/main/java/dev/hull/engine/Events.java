package dev.hull.engine;

import java.nio.file.Path;
import java.time.Clock;

/** The journal of what happened to containers and volumes. */
public final class Events {
    private final Path journal;
    private final Clock clock;

    Events(Path journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    /** Reads it from {@code since}, then follows it until {@code until}. */
    public EventReader read(EventQuery query) {
        return new EventFileReader(journal, query, clock);
    }
}
