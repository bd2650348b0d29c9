package dev.hull.cli.verb;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.command.Verb;
import dev.hull.cli.option.Arguments;
import dev.hull.cli.option.Completes;
import dev.hull.cli.option.Manual;
import dev.hull.cli.option.OptionTable;
import dev.hull.engine.Hull;
import java.util.List;

/** {@code hull rename}. */
public final class RenameVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "rename",
                "CONTAINER NAME",
                "give a container another name",
                2,
                2,
                OptionTable.Order.ANYWHERE,
                Completes.CONTAINER,
                List.of());
    }

    @Override
    public Manual manual() {
        return new Manual(
                """
                Changes the name by which a container is found, whatever it does.\
                """, List.of("hull rename" + " web web-old", "Make the" + " name web" + " free."), Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        try (Hull hull = invocation.hull()) {
            hull.container(arguments.operand(0)).rename(arguments.operand(1));
        }
        return 0;
    }
}
