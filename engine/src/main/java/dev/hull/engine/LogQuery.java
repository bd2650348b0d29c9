package dev.hull.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a log.
 *
 * @param since records from then on, null for all
 * @param until records up to then, null for all; a follower ends there
 * @param tail how many last lines, -1 for all
 * @param follow whether to wait for more until the container has ended
 * @param stdout whether its stdout is wanted
 * @param stderr whether its stderr is wanted
 */
public record LogQuery(
        @Nullable Instant since, @Nullable Instant until, long tail, boolean follow, boolean stdout, boolean stderr) {
    /** Everything written so far. */
    public static LogQuery all() {
        return new LogQuery(null, null, -1, false, true, true);
    }

    public LogQuery following() {
        return new LogQuery(since, until, tail, true, stdout, stderr);
    }

    public LogQuery tail(long lines) {
        return new LogQuery(since, until, lines, follow, stdout, stderr);
    }
}
