package dev.hull.cli.verb;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.option.UsageException;
import dev.hull.cli.print.HumanSize;
import dev.hull.cli.value.Filters;
import dev.hull.cli.value.Instants;
import dev.hull.engine.Hull;
import dev.hull.engine.Pruned;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the verbs share that remove all that is unused: their filters, and how they tell what they did. */
final class Pruning {
    private Pruning() {}

    static Pruned containers(Hull hull, List<String> words) {
        Filters filters = filters(words, Set.of("until", "label", "label!"));
        Instant now = Instant.now();
        return hull.prune(container -> labelled(filters, container.record().labels())
                && filters.all("until", text -> container.record().created().isBefore(Instants.parse(text, now))));
    }

    /** @param all those with a name too */
    static Pruned volumes(Hull hull, boolean all, List<String> words) {
        Filters filters = filters(words, Set.of("label", "label!", "all"));
        boolean any = all || filters.values().getOrDefault("all", List.of()).contains("true");
        return hull.volumes().prune(volume -> (any || volume.anonymous()) && labelled(filters, volume.labels()));
    }

    private static boolean labelled(Filters filters, Map<String, String> labels) {
        return filters.labels("label", labels)
                && filters.values().getOrDefault("label!", List.of()).stream()
                        .noneMatch(label -> new Filters(Map.of("label", List.of(label))).labels("label", labels));
    }

    private static Filters filters(List<String> words, Set<String> known) {
        try {
            Filters filters = Filters.parse(words, known);
            Instant now = Instant.now();
            filters.all("until", text -> !Instants.parse(text, now).equals(Instant.MAX));
            return filters;
        } catch (IllegalArgumentException e) {
            throw new UsageException("prune: --filter: " + e.getMessage());
        }
    }

    static void print(Invocation invocation, Pruned pruned, String what) {
        List<String> names = what.equals("Volumes") ? pruned.volumes() : pruned.containers();
        if (!names.isEmpty()) {
            invocation.out().println("Deleted " + what + ":");
            names.forEach(invocation.out()::println);
            invocation.out().println();
        }
        invocation.out().println("Total reclaimed space: " + HumanSize.decimal(pruned.bytes()));
    }
}
