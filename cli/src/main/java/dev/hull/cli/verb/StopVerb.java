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

/** {@code hull stop}. */
public final class StopVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "stop",
                "CONTAINER...",
                "end containers, killing what does not end in time",
                1,
                OptionTable.MANY,
                OptionTable.Order.ANYWHERE,
                Completes.RUNNING_CONTAINER,
                List.of(Subject.of(
                        "Stopping",
                        Option.text(
                                        's',
                                        "signal",
                                        "SIGNAL",
                                        "The signal that asks it to end; by default the container's own")
                                .completing(Completes.SIGNAL),
                        Option.text('t', "timeout", "SECONDS", "How long to wait before it is killed; -1 for ever"),
                        Option.text(0, "time", "SECONDS", "The same"))));
    }

    @Override
    public Manual manual() {
        return new Manual(
                """
                Sends the stop signal (SIGTERM unless the container or its image has another), waits, and kills the program when \
                the time is over. The restart policy does not start it again.\
                """, List.of("hull stop" + " -t 30" + " web", "Give it" + " half a" + " minute."), Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        return EachContainer.run(arguments, invocation, (container, reference) -> {
            container.stop(arguments.text("signal"), StopOptions.timeout(arguments));
            return reference;
        });
    }
}
