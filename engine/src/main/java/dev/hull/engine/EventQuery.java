package dev.hull.engine;

import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which events.
 *
 * @param since null for those from now on
 * @param until null to go on for ever
 * @param filter which of them
 */
public record EventQuery(@Nullable Instant since, @Nullable Instant until, Predicate<Event> filter) {}
