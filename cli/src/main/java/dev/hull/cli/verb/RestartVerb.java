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

/** {@code hull restart}. */
public final class RestartVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "restart",
                "CONTAINER...",
                "end containers and start them again",
                1,
                OptionTable.MANY,
                OptionTable.Order.ANYWHERE,
                Completes.CONTAINER,
                List.of(Subject.of(
                        "Stopping",
                        Option.text('s', "signal", "SIGNAL", "The signal that asks it to end")
                                .completing(Completes.SIGNAL),
                        Option.text('t', "timeout", "SECONDS", "How long to wait before it is killed; -1 for ever"),
                        Option.text(0, "time", "SECONDS", "The same"))));
    }

    @Override
    public Manual manual() {
        return new Manual("""
            Ends each container as hull stop does and starts it again. One that does not run is started.\
            """, List.of("hull restart" + " web", "End it" + " and start" + " it again."), Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        return EachContainer.run(arguments, invocation, (container, reference) -> {
            if (container.status().state().isLive()) {
                container.stop(arguments.text("signal"), StopOptions.timeout(arguments));
            }
            Starting.start(container);
            return reference;
        });
    }
}
