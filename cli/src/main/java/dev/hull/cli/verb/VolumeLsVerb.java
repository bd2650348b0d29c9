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
import dev.hull.cli.value.Filters;
import dev.hull.engine.Hull;
import dev.hull.engine.Volume;
import dev.hull.engine.Volumes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code hull volume ls}. */
public final class VolumeLsVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "volume ls",
                "",
                "list volumes",
                0,
                0,
                OptionTable.Order.ANYWHERE,
                Completes.NOTHING,
                List.of(
                        Subject.of(
                                "Which",
                                Option.list('f', "filter", "KEY=VALUE", "dangling=true|false, driver, label, name"),
                                Option.refusedFlag(0, "cluster", "there are local volumes only")),
                        Subject.of(
                                "How",
                                Option.text(0, "format", "FORMAT", "table, table TEMPLATE, json or TEMPLATE"),
                                Option.flag('q', "quiet", "Names only"))));
    }

    @Override
    public Manual manual() {
        return new Manual(
                """
                Lists volumes by name. Templates know {{.Name}} {{.Driver}} {{.Scope}} {{.Mountpoint}} {{.Labels}}.\
                """,
                List.of("hull volume" + " ls -qf" + " dangling=true", "Those" + " that" + " no container" + " has."),
                Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        Filters filters = filters(arguments);
        List<Map<String, Object>> rows = new ArrayList<>();
        try (Hull hull = invocation.hull()) {
            Volumes volumes = hull.volumes();
            for (Volume volume : volumes.list()) {
                if (passes(filters, volumes, volume)) {
                    rows.add(VolumeRow.of(volume));
                }
            }
        }
        String format = arguments.text("format");
        if (arguments.flag("quiet") && format == null) {
            rows.forEach(row -> invocation.out().println(row.get("Name")));
        } else {
            VolumeRow.FORMAT.print(invocation.out(), format, rows);
        }
        return 0;
    }

    private static Filters filters(Arguments arguments) {
        try {
            return Filters.parse(arguments.list("filter"), Set.of("dangling", "driver", "label", "name"));
        } catch (IllegalArgumentException e) {
            throw new UsageException("volume ls: --filter: " + e.getMessage());
        }
    }

    private static boolean passes(Filters filters, Volumes volumes, Volume volume) {
        return filters.any("name", volume.name()::contains)
                && filters.any("driver", "local"::equals)
                && filters.labels("label", volume.labels())
                && filters.any(
                        "dangling",
                        truth -> isTrue(truth) == volumes.users(volume.name()).isEmpty());
    }

    private static boolean isTrue(String text) {
        return switch (text) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new UsageException("volume ls: --filter dangling=" + text + ": true or false is expected");
        };
    }
}
