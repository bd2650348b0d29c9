package dev.hull.cli.verb;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.command.Verb;
import dev.hull.cli.option.Arguments;
import dev.hull.cli.option.Completes;
import dev.hull.cli.option.Manual;
import dev.hull.cli.option.Option;
import dev.hull.cli.option.OptionTable;
import dev.hull.cli.option.Subject;
import dev.hull.engine.Hull;
import java.io.IOException;
import java.util.List;

/** {@code hull container prune}. */
public final class ContainerPruneVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "container prune",
                "",
                "remove containers that do not run",
                0,
                0,
                OptionTable.Order.ANYWHERE,
                Completes.NOTHING,
                List.of(Subject.of(
                        "Removing",
                        Option.list(0, "filter", "KEY=VALUE", "until=TIME, label=NAME[=VALUE], label!=NAME[=VALUE]"),
                        Option.flag('f', "force", "Do not ask"))));
    }

    @Override
    public Manual manual() {
        return new Manual(
                """
                Removes all containers that have ended or were never started.\
                """,
                List.of("hull container prune -f --filter until=24h", "Those that were made before yesterday."),
                Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) throws IOException {
        if (!Question.confirmed(arguments, invocation, "This removes all containers that do not run.")) {
            return 0;
        }
        try (Hull hull = invocation.hull()) {
            Pruning.print(invocation, Pruning.containers(hull, arguments.list("filter")), "Containers");
        }
        return 0;
    }
}
