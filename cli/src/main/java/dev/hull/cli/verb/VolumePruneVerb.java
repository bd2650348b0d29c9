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

/** {@code hull volume prune}. */
public final class VolumePruneVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "volume prune",
                "",
                "remove volumes that no container has",
                0,
                0,
                OptionTable.Order.ANYWHERE,
                Completes.NOTHING,
                List.of(Subject.of(
                        "Removing",
                        Option.flag('a', "all", "Those with a name too, not only anonymous ones"),
                        Option.list(0, "filter", "KEY=VALUE", "label=NAME[=VALUE], label!=NAME[=VALUE], all=true"),
                        Option.flag('f', "force", "Do not ask"))));
    }

    @Override
    public Manual manual() {
        return new Manual(
                """
                Removes the anonymous volumes that no container has.\
                """,
                List.of("hull volume" + " prune" + " -af", "All unused" + " ones, without a" + " question."),
                Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) throws IOException {
        boolean all = arguments.flag("all");
        if (!Question.confirmed(
                arguments,
                invocation,
                "This removes all " + (all ? "" : "anonymous ") + "volumes that no container has.")) {
            return 0;
        }
        try (Hull hull = invocation.hull()) {
            Pruning.print(invocation, Pruning.volumes(hull, all, arguments.list("filter")), "Volumes");
        }
        return 0;
    }
}
