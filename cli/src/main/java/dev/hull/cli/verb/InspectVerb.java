package dev.hull.cli.verb;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.command.Verb;
import dev.hull.cli.option.Arguments;
import dev.hull.cli.option.Completes;
import dev.hull.cli.option.Manual;
import dev.hull.cli.option.Option;
import dev.hull.cli.option.OptionTable;
import dev.hull.cli.option.Subject;
import dev.hull.cli.option.UsageException;
import dev.hull.engine.Container;
import dev.hull.engine.Hull;
import dev.hull.engine.HullException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code hull inspect}. */
public final class InspectVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "inspect",
                "NAME...",
                "show all that is known of containers and volumes",
                1,
                OptionTable.MANY,
                OptionTable.Order.ANYWHERE,
                Completes.CONTAINER,
                List.of(Subject.of(
                        "What is shown",
                        Option.text('f', "format", "FORMAT", "json or TEMPLATE"),
                        Option.flag('s', "size", "Bytes written to the writable layer too"),
                        Option.text(0, "type", "TYPE", "container or volume; by default whichever has the name"))));
    }

    @Override
    public Manual manual() {
        return new Manual(
                """
                Prints a JSON list of documents with the names that docker inspect uses; config.json is the OCI document that the \
                container was made by.\
                """,
                List.of("hull inspect -f" + " '{{.State.Pid}}'" + " web", "The pid of its first" + " process."),
                Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        String type = arguments.text("type", "");
        if (!type.isEmpty() && !type.equals("container") && !type.equals("volume")) {
            throw new UsageException("inspect: --type " + type + ": container or volume is expected");
        }
        List<Map<String, @Nullable Object>> documents = new ArrayList<>();
        int status = 0;
        try (Hull hull = invocation.hull()) {
            for (String name : arguments.operands()) {
                try {
                    documents.add(document(hull, name, type, arguments.flag("size")));
                } catch (HullException e) {
                    invocation.err().println("hull: " + e.getMessage());
                    status = e.kind().exitCode();
                }
            }
        }
        DocumentFormat.printAll(arguments, invocation, documents);
        return status;
    }

    private static Map<String, @Nullable Object> document(Hull hull, String name, String type, boolean size) {
        if (type.equals("volume")) {
            return VolumeRow.document(hull.volumes().get(name));
        }
        try {
            Container container = hull.container(name);
            Map<String, @Nullable Object> document = Plain.of(container.inspect());
            if (size) {
                document.put("SizeRw", container.writtenBytes());
            }
            return document;
        } catch (HullException.NotFound notFound) {
            if (!type.isEmpty()) {
                throw notFound;
            }
            try {
                return VolumeRow.document(hull.volumes().get(name));
            } catch (HullException.NotFound _) {
                throw notFound;
            }
        }
    }
}
