package dev.hull.cli.verb;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.command.Verb;
import dev.hull.cli.option.Arguments;
import dev.hull.cli.option.Completes;
import dev.hull.cli.option.Manual;
import dev.hull.cli.option.OptionTable;
import dev.hull.cli.print.Printable;
import dev.hull.engine.Change;
import dev.hull.engine.Hull;
import java.util.List;

/** {@code hull diff}. */
public final class DiffVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "diff",
                "CONTAINER",
                "list what a container has changed in its files",
                1,
                1,
                OptionTable.Order.ANYWHERE,
                Completes.CONTAINER,
                List.of());
    }

    @Override
    public Manual manual() {
        return new Manual("""
            Compares the container's root with its image: A for added, C for changed, D for deleted.\
            """, List.of("hull diff" + " web", "What it" + " has written."), Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        try (Hull hull = invocation.hull()) {
            for (Change change : hull.container(arguments.operand(0)).diff()) {
                invocation.out().println(change.kind().letter() + " " + Printable.of(change.path()));
            }
        }
        return 0;
    }
}
