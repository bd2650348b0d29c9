package dev.hull.cli.verb;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.command.Verb;
import dev.hull.cli.option.Arguments;
import dev.hull.cli.option.Completes;
import dev.hull.cli.option.Manual;
import dev.hull.cli.option.Option;
import dev.hull.cli.option.OptionTable;
import dev.hull.cli.option.Subject;
import dev.hull.engine.Hull;
import dev.hull.engine.HullException;
import java.util.List;

/** {@code hull volume rm}. */
public final class VolumeRmVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "volume rm",
                "VOLUME...",
                "remove volumes",
                1,
                OptionTable.MANY,
                OptionTable.Order.ANYWHERE,
                Completes.VOLUME,
                List.of(Subject.of("Removing", Option.flag('f', "force", "No error if it does not exist"))));
    }

    @Override
    public Manual manual() {
        return new Manual(
                """
                Removes volumes with everything in them. One that a container has, whether it runs or not, stays.\
                """, List.of("hull volume" + " rm data", "It and" + " its files" + " are gone."), Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        int status = 0;
        try (Hull hull = invocation.hull()) {
            for (String name : arguments.operands()) {
                try {
                    hull.volumes().remove(name);
                    invocation.out().println(name);
                } catch (HullException e) {
                    if (!(arguments.flag("force") && e instanceof HullException.NotFound)) {
                        invocation.err().println("hull: " + e.getMessage());
                        status = e.kind().exitCode();
                    }
                }
            }
        }
        return status;
    }
}
