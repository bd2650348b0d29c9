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

/** {@code hull prune}. */
public final class PruneVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "prune",
                "",
                "remove containers that do not run",
                0,
                0,
                OptionTable.Order.ANYWHERE,
                Completes.NOTHING,
                List.of(Subject.of(
                        "Removing",
                        Option.flag(0, "volumes", "Unused volumes too"),
                        Option.list(0, "filter", "KEY=VALUE", "until=TIME, label=NAME[=VALUE], label!=NAME[=VALUE]"),
                        Option.flag('f', "force", "Do not ask"))));
    }

    @Override
    public Manual manual() {
        return new Manual(
                """
                Removes all containers that have ended or were never started, and says how much space that freed.\
                """,
                List.of("hull prune" + " -f --volumes", "Containers" + " and volumes," + " without" + " a question."),
                Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) throws IOException {
        boolean volumes = arguments.flag("volumes");
        if (!Question.confirmed(
                arguments,
                invocation,
                "This removes all containers that do not run" + (volumes ? " and all unused volumes." : "."))) {
            return 0;
        }
        try (Hull hull = invocation.hull()) {
            Pruning.print(invocation, Pruning.containers(hull, arguments.list("filter")), "Containers");
            if (volumes) {
                Pruning.print(invocation, Pruning.volumes(hull, true, List.of()), "Volumes");
            }
        }
        return 0;
    }
}
