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

/** {@code hull rm}. */
public final class RmVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "rm",
                "CONTAINER...",
                "remove containers",
                1,
                OptionTable.MANY,
                OptionTable.Order.ANYWHERE,
                Completes.CONTAINER,
                List.of(Subject.of(
                        "Removing",
                        Option.flag('f', "force", "Kill it first if it runs; no error if it does not exist"),
                        Option.flag('v', "volumes", "Its anonymous volumes too"),
                        Option.refused('l', "link", "NAME", "there are no links between containers"))));
    }

    @Override
    public Manual manual() {
        return new Manual(
                """
                Removes containers that do not run: record, log and writable layer.\
                """,
                List.of(
                        "hull rm" + " -f -v" + " web",
                        "Whatever" + " it does, it and its" + " anonymous" + " volumes" + " go."),
                Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        return EachContainer.run(arguments, invocation, (container, reference) -> {
            container.remove(arguments.flag("force"), arguments.flag("volumes"));
            return reference;
        });
    }
}
