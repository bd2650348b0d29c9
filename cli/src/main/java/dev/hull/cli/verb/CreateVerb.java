package dev.hull.cli.verb;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.command.Verb;
import dev.hull.cli.option.Arguments;
import dev.hull.cli.option.Completes;
import dev.hull.cli.option.Manual;
import dev.hull.cli.option.OptionTable;
import dev.hull.cli.run.RequestReader;
import dev.hull.cli.run.RunOptions;
import dev.hull.engine.Hull;
import java.util.List;

/** {@code hull create}. */
public final class CreateVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "create",
                "IMAGE [COMMAND [ARG...]]",
                "make a container without starting it",
                1,
                OptionTable.MANY,
                OptionTable.Order.BEFORE_OPERANDS,
                Completes.IMAGE,
                RunOptions.create());
    }

    @Override
    public Manual manual() {
        return new Manual(
                "Makes a container as hull run does and prints its id. hull start starts it.",
                List.of("hull create --name db -v data:/var/lib/db ./db.tar", "Make it now, start it later."),
                Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        try (Hull hull = invocation.hull()) {
            invocation
                    .out()
                    .println(hull.create(RequestReader.read(arguments, invocation))
                            .id());
            return 0;
        }
    }
}
