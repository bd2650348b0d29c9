package dev.hull.cli.verb;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.command.Verb;
import dev.hull.cli.option.Arguments;
import dev.hull.cli.option.Completes;
import dev.hull.cli.option.Manual;
import dev.hull.cli.option.OptionTable;
import java.util.List;

/** {@code hull pause}. */
public final class PauseVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "pause",
                "CONTAINER...",
                "freeze all processes of containers",
                1,
                OptionTable.MANY,
                OptionTable.Order.ANYWHERE,
                Completes.RUNNING_CONTAINER,
                List.of());
    }

    @Override
    public Manual manual() {
        return new Manual("""
            Freezes the cgroup of each container: none of its processes runs until hull unpause.\
            """, List.of("hull pause" + " web", "Freeze" + " it."), Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        return EachContainer.run(arguments, invocation, (container, reference) -> {
            container.pause();
            return reference;
        });
    }
}
