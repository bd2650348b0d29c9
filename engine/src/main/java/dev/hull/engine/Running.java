package dev.hull.engine;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * A program started by a resident engine. Closing it, or the end of the engine, leaves the program running: its keeper
 * holds it.
 */
public interface Running extends AutoCloseable {
    /** Its container. */
    Container container();

    /** The time at which its execve succeeded; fails with {@link HullException} if it did not start. */
    CompletableFuture<Instant> started();

    /** Its end. */
    CompletableFuture<Exit> exited();

    /** Its stdin; closing it is the program's end of file. Without {@code interactive}: refuses every byte. */
    OutputStream stdin();

    /** What it writes to stdout (to its terminal, if it has one), from its beginning, as the log has it. */
    InputStream stdout();

    /** What it writes to stderr. */
    InputStream stderr();

    @Override
    void close();
}
