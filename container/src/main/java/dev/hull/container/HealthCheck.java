package dev.hull.container;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the health of a container is tested. Null: as the image has it. Times in nanoseconds.
 *
 * @param test {@code [NONE]}, {@code [CMD, word...]} or {@code [CMD-SHELL, line]}
 */
public record HealthCheck(
        @Nullable List<String> test,
        @Nullable Long interval,
        @Nullable Long timeout,
        @Nullable Long startPeriod,
        @Nullable Long startInterval,
        @Nullable Integer retries) {}
