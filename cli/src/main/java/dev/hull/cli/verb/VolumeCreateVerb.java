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
import dev.hull.engine.Hull;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code hull volume create}. */
public final class VolumeCreateVerb implements Verb {
    private static final String CLUSTER = "it belongs to cluster volumes; there are local ones only";

    @Override
    public OptionTable options() {
        return new OptionTable(
                "volume create",
                "[NAME]",
                "make a volume",
                0,
                1,
                OptionTable.Order.ANYWHERE,
                Completes.VOLUME,
                List.of(Subject.of(
                        "Volume",
                        Option.text('d', "driver", "DRIVER", "local, the only one"),
                        Option.list(0, "label", "NAME[=VALUE]", "Say something of the volume"),
                        Option.refused(
                                'o',
                                "opt",
                                "NAME=VALUE",
                                "the local driver has no options; mount the file system first"),
                        Option.refused(0, "availability", "WORD", CLUSTER),
                        Option.refused(0, "group", "NAME", CLUSTER),
                        Option.refused(0, "limit-bytes", "SIZE", CLUSTER),
                        Option.refused(0, "required-bytes", "SIZE", CLUSTER),
                        Option.refused(0, "scope", "WORD", CLUSTER),
                        Option.refused(0, "secret", "NAME=VALUE", CLUSTER),
                        Option.refused(0, "sharing", "WORD", CLUSTER),
                        Option.refused(0, "topology-preferred", "TOPOLOGY", CLUSTER),
                        Option.refused(0, "topology-required", "TOPOLOGY", CLUSTER),
                        Option.refused(0, "type", "WORD", CLUSTER))));
    }

    @Override
    public Manual manual() {
        return new Manual(
                """
                Makes a volume, or an anonymous one without a name, and prints its name. One that is there already stays as it is.\
                """,
                List.of("hull volume" + " create" + " data", "A directory" + " that" + " outlives" + " containers."),
                Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        String driver = arguments.text("driver", "local");
        if (!driver.equals("local")) {
            throw new UsageException("volume create: --driver " + driver + " is refused: there is only local");
        }
        Map<String, String> labels = new LinkedHashMap<>();
        for (String label : arguments.list("label")) {
            int equals = label.indexOf('=');
            labels.put(equals < 0 ? label : label.substring(0, equals), equals < 0 ? "" : label.substring(equals + 1));
        }
        try (Hull hull = invocation.hull()) {
            String name = arguments.operands().isEmpty() ? null : arguments.operand(0);
            invocation.out().println(hull.volumes().create(name, labels).name());
        }
        return 0;
    }
}
