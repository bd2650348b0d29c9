package dev.hull.cli.verb;

import dev.hull.cli.option.Arguments;
import dev.hull.cli.option.UsageException;
import dev.hull.cli.value.Sizes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What {@code stop} and {@code restart} share. */
final class StopOptions {
    private StopOptions() {}

    /** {@code --timeout}, or null for the container's own. */
    static @Nullable Duration timeout(Arguments arguments) {
        String seconds = arguments.text("timeout", arguments.text("time", ""));
        if (seconds.isEmpty()) {
            return null;
        }
        try {
            return Duration.ofSeconds(Sizes.number(seconds, -1, Integer.MAX_VALUE));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--timeout " + seconds + ": " + e.getMessage());
        }
    }
}
