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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code hull volume inspect}. */
public final class VolumeInspectVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "volume inspect",
                "VOLUME...",
                "show all that is known of volumes",
                1,
                OptionTable.MANY,
                OptionTable.Order.ANYWHERE,
                Completes.VOLUME,
                List.of(Subject.of("How", Option.text('f', "format", "FORMAT", "json or TEMPLATE"))));
    }

    @Override
    public Manual manual() {
        return new Manual(
                """
                Prints a JSON list of documents with the names that docker volume inspect uses.\
                """,
                List.of("hull volume" + " inspect -f" + " {{.Mountpoint}}" + " data", "Where" + " its files" + " are."),
                Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        List<Map<String, @Nullable Object>> documents = new ArrayList<>();
        int status = 0;
        try (Hull hull = invocation.hull()) {
            for (String name : arguments.operands()) {
                try {
                    documents.add(VolumeRow.document(hull.volumes().get(name)));
                } catch (HullException e) {
                    invocation.err().println("hull: " + e.getMessage());
                    status = e.kind().exitCode();
                }
            }
        }
        DocumentFormat.printAll(arguments, invocation, documents);
        return status;
    }
}
