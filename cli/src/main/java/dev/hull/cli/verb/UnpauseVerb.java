package dev.hull.cli.verb;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.command.Verb;
import dev.hull.cli.option.Arguments;
import dev.hull.cli.option.Completes;
import dev.hull.cli.option.Manual;
import dev.hull.cli.option.OptionTable;
import java.util.List;

/** {@code hull unpause}. */
public final class UnpauseVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "unpause",
                "CONTAINER...",
                "let frozen containers go on",
                1,
                OptionTable.MANY,
                OptionTable.Order.ANYWHERE,
                Completes.RUNNING_CONTAINER,
                List.of());
    }

    @Override
    public Manual manual() {
        return new Manual("""
            Thaws what hull pause froze.\
            """, List.of("hull unpause web", "Let it go on."), Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        return EachContainer.run(arguments, invocation, (container, reference) -> {
            container.unpause();
            return reference;
        });
    }
}
