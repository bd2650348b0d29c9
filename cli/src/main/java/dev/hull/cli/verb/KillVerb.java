package dev.hull.cli.verb;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.command.Verb;
import dev.hull.cli.option.Arguments;
import dev.hull.cli.option.Completes;
import dev.hull.cli.option.Manual;
import dev.hull.cli.option.Option;
import dev.hull.cli.option.OptionTable;
import dev.hull.cli.option.Subject;
import java.util.List;

/** {@code hull kill}. */
public final class KillVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "kill",
                "CONTAINER...",
                "send a signal to containers",
                1,
                OptionTable.MANY,
                OptionTable.Order.ANYWHERE,
                Completes.RUNNING_CONTAINER,
                List.of(Subject.of(
                        "Signal",
                        Option.text('s', "signal", "SIGNAL", "Name or number; KILL by default")
                                .completing(Completes.SIGNAL))));
    }

    @Override
    public Manual manual() {
        return new Manual(
                """
                Sends a signal to the first process of each container.\
                """,
                List.of("hull kill" + " -s HUP" + " web", "Let it" + " read its" + " configuration" + " again."),
                Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        return EachContainer.run(arguments, invocation, (container, reference) -> {
            container.kill(arguments.text("signal", "KILL"));
            return reference;
        });
    }
}
