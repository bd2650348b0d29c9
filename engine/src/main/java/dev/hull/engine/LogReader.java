package dev.hull.engine;

import org.jspecify.annotations.Nullable;

/** Reads a log in order. Not for use by several threads. */
public interface LogReader extends AutoCloseable {
    /** The next record; a follower waits for it. Null at the end. */
    @Nullable
    LogEntry next() throws InterruptedException;

    @Override
    void close();
}
