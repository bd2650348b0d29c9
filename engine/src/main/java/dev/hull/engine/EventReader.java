package dev.hull.engine;

import org.jspecify.annotations.Nullable;

/** Reads the journal in order. Not for use by several threads. */
public interface EventReader extends AutoCloseable {
    /** The next event, waiting for it if need be. Null at the end. */
    @Nullable
    Event next() throws InterruptedException;

    @Override
    void close();
}
