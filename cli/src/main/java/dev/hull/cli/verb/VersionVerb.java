package dev.hull.cli.verb;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.command.Verb;
import dev.hull.cli.option.Arguments;
import dev.hull.cli.option.Completes;
import dev.hull.cli.option.Manual;
import dev.hull.cli.option.OptionTable;
import dev.hull.cli.option.Subject;
import java.util.List;

/** {@code hull version}. */
public final class VersionVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "version",
                "",
                "say which Hull this is",
                0,
                0,
                OptionTable.Order.ANYWHERE,
                Completes.NOTHING,
                List.<Subject>of());
    }

    @Override
    public Manual manual() {
        return new Manual("Prints the version of Hull.", List.of(), List.of());
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        invocation.out().println("hull 0.1.0-SNAPSHOT");
        return 0;
    }
}
