package dev.hull.cli.verb;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.command.Verb;
import dev.hull.cli.option.Arguments;
import dev.hull.cli.option.Completes;
import dev.hull.cli.option.Manual;
import dev.hull.cli.option.OptionTable;
import java.util.List;

/** {@code hull wait}. */
public final class WaitVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "wait",
                "CONTAINER...",
                "wait for containers to end and print their exit codes",
                1,
                OptionTable.MANY,
                OptionTable.Order.ANYWHERE,
                Completes.CONTAINER,
                List.of());
    }

    @Override
    public Manual manual() {
        return new Manual(
                """
                Waits for each container in turn and prints the exit status of each. One that does not run is not waited for.\
                """,
                List.of("hull wait" + " job", "Print" + " its exit" + " status" + " once" + " it has" + " ended."),
                Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        return EachContainer.run(arguments, invocation, (container, reference) -> {
            return String.valueOf(container.await().status());
        });
    }
}
