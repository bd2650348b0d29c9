package dev.hull.cli.verb;

import dev.hull.cli.option.UsageException;
import dev.hull.cli.value.Filters;
import dev.hull.engine.Container;
import dev.hull.engine.ContainerRecord;
import dev.hull.engine.ContainerState;
import dev.hull.engine.ContainerStatus;
import dev.hull.engine.Hull;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** {@code ps --filter}. */
final class ContainerFilter {
    private static final Set<String> KEYS =
            Set.of("id", "name", "label", "exited", "status", "ancestor", "before", "since", "volume");

    private final Filters filters;
    private final Hull hull;

    ContainerFilter(List<String> filters, Hull hull) {
        try {
            this.filters = Filters.parse(filters, KEYS);
        } catch (IllegalArgumentException e) {
            throw new UsageException("ps: --filter: " + e.getMessage());
        }
        this.hull = hull;
        check();
    }

    private void check() {
        for (String status : filters.values().getOrDefault("status", List.of())) {
            boolean known = false;
            for (ContainerState state : ContainerState.values()) {
                known |= state.word().equals(status);
            }
            if (!known) {
                throw new UsageException("ps: --filter status=" + status + ": there is no such state");
            }
        }
        for (String exited : filters.values().getOrDefault("exited", List.of())) {
            if (!exited.matches("\\d{1,3}")) {
                throw new UsageException("ps: --filter exited=" + exited + ": an exit status is expected");
            }
        }
    }

    /** True if the filter says of itself which states are wanted: then -a is not needed. */
    boolean namesStates() {
        return filters.values().containsKey("status") || filters.values().containsKey("exited");
    }

    boolean passes(Container container, ContainerStatus status) {
        ContainerRecord record = container.record();
        return filters.any("id", id -> record.id().startsWith(id))
                && filters.any(
                        "name", name -> pattern(name).matcher(record.name()).find())
                && filters.labels("label", record.labels())
                && filters.any("status", word -> status.state().word().equals(word))
                && filters.any("exited", code -> exited(status, code))
                && filters.any("ancestor", image -> image.equals(record.image()) || image.equals(record.imageId()))
                && filters.any("volume", volume -> mounts(record, volume))
                && filters.any("before", other -> record.created().isBefore(created(other)))
                && filters.any("since", other -> record.created().isAfter(created(other)));
    }

    private static boolean exited(ContainerStatus status, String code) {
        boolean ended = status.state() == ContainerState.EXITED || status.state() == ContainerState.LOST;
        return ended && status.exitStatus() == Integer.parseInt(code);
    }

    private static boolean mounts(ContainerRecord record, String volume) {
        return record.mounts().stream()
                .anyMatch(mount ->
                        volume.equals(mount.name()) || volume.equals(mount.source()) || volume.equals(mount.target()));
    }

    private Instant created(String reference) {
        return hull.container(reference).record().created();
    }

    private static Pattern pattern(String name) {
        try {
            return Pattern.compile(name);
        } catch (PatternSyntaxException e) {
            throw new UsageException("ps: --filter name=" + name + ": " + e.getDescription());
        }
    }
}
