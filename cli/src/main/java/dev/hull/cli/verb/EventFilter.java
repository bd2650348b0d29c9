package dev.hull.cli.verb;

import dev.hull.cli.option.UsageException;
import dev.hull.cli.value.Filters;
import dev.hull.engine.Event;
import java.util.List;
import java.util.Set;

/** {@code events --filter}. */
final class EventFilter {
    private static final Set<String> KEYS = Set.of("container", "event", "image", "label", "type", "volume");

    private final Filters filters;

    EventFilter(List<String> filters) {
        try {
            this.filters = Filters.parse(filters, KEYS);
        } catch (IllegalArgumentException e) {
            throw new UsageException("events: --filter: " + e.getMessage());
        }
    }

    boolean passes(Event event) {
        return filters.any("type", event.type()::equals)
                && filters.any("event", action -> isAction(event, action))
                && filters.any("container", reference -> isObject(event, "container", reference))
                && filters.any("volume", reference -> isObject(event, "volume", reference))
                && filters.any("image", image -> image.equals(event.attributes().get("image")))
                && filters.labels("label", event.attributes());
    }

    /** {@code exec_start} stands for {@code exec_start: COMMAND} too. */
    private static boolean isAction(Event event, String action) {
        return event.action().equals(action) || event.action().startsWith(action + ":");
    }

    private static boolean isObject(Event event, String type, String reference) {
        return event.type().equals(type)
                && (event.id().startsWith(reference)
                        || reference.equals(event.attributes().get("name")));
    }
}
