package dev.hull.cli.verb;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.command.Verb;
import dev.hull.cli.option.Arguments;
import dev.hull.cli.option.Completes;
import dev.hull.cli.option.Manual;
import dev.hull.cli.option.OptionTable;
import dev.hull.engine.Hull;
import java.util.List;

/** {@code hull _reap}. */
public final class ReapVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "_reap",
                "ID...",
                "clean up after containers that are dead",
                1,
                OptionTable.MANY,
                OptionTable.Order.ANYWHERE,
                Completes.CONTAINER,
                List.of());
    }

    @Override
    public Manual manual() {
        return new Manual("""
            Called by keepers. Cleans up after a container whose keeper could not; does nothing to any other.\
            """, List.of(), Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        try (Hull hull = invocation.hull()) {
            arguments.operands().forEach(hull::reap);
        }
        return 0;
    }
}
