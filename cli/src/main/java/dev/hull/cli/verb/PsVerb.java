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
import dev.hull.cli.print.HumanSize;
import dev.hull.cli.value.Sizes;
import dev.hull.engine.Container;
import dev.hull.engine.ContainerStatus;
import dev.hull.engine.Hull;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code hull ps}. */
public final class PsVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "ps",
                "",
                "list containers",
                0,
                0,
                OptionTable.Order.ANYWHERE,
                Completes.NOTHING,
                List.of(
                        Subject.of(
                                "Which",
                                Option.flag('a', "all", "Those that do not run too"),
                                Option.list(
                                        'f',
                                        "filter",
                                        "KEY=VALUE",
                                        "id, name, label, status, exited, ancestor, before, since, volume"),
                                Option.text('n', "last", "NUMBER", "The newest ones, whatever they do"),
                                Option.flag('l', "latest", "The newest one, whatever it does")),
                        Subject.of(
                                "What of them",
                                Option.text(0, "format", "FORMAT", "table, table TEMPLATE, json or TEMPLATE"),
                                Option.flag('q', "quiet", "Ids only"),
                                Option.flag('s', "size", "Bytes written to the writable layer"),
                                Option.flag(0, "no-trunc", "Shorten nothing"))));
    }

    @Override
    public Manual manual() {
        return new Manual(
                """
                Lists running containers, the newest first. Templates are those of docker ps: {{.ID}} {{.Names}} {{.Image}} \
                {{.Command}} {{.CreatedAt}} {{.RunningFor}} {{.State}} {{.Status}} {{.Size}} {{.Labels}} {{.Label \\"NAME\\"}} \
                {{.Mounts}} {{.LocalVolumes}}.\
                """,
                List.of(
                        "hull ps -a --filter exited=1", "What failed.",
                        "hull ps --format 'table {{.Names}}\\\\t{{.Status}}'", "Two columns only."),
                Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        int last = last(arguments);
        boolean whole = arguments.flag("no-trunc");
        boolean sizes = arguments.flag("size") || arguments.text("format", "").contains(".Size");
        Instant now = Instant.now();
        List<Map<String, Object>> rows = new ArrayList<>();
        try (Hull hull = invocation.hull()) {
            ContainerFilter filter = new ContainerFilter(arguments.list("filter"), hull);
            boolean all = arguments.flag("all") || last >= 0 || filter.namesStates();
            for (Container container : hull.containers()) {
                ContainerStatus status = container.status();
                if ((all || status.state().isLive())
                        && (last < 0 || rows.size() < last)
                        && filter.passes(container, status)) {
                    Map<String, Object> row = ContainerRow.of(container, status, now, whole);
                    if (sizes) {
                        row.put("Size", HumanSize.decimal(container.writtenBytes()));
                    }
                    rows.add(row);
                }
            }
        }
        String format = arguments.text("format");
        if (arguments.flag("quiet") && format == null) {
            rows.forEach(row -> invocation.out().println(row.get("ID")));
        } else {
            (arguments.flag("size") ? ContainerRow.WITH_SIZE : ContainerRow.FORMAT)
                    .print(invocation.out(), format, rows);
        }
        return 0;
    }

    private static int last(Arguments arguments) {
        if (arguments.flag("latest")) {
            return 1;
        }
        try {
            return Sizes.number(arguments.text("last", "-1"), -1, Integer.MAX_VALUE);
        } catch (IllegalArgumentException e) {
            throw new UsageException("ps: --last: " + e.getMessage());
        }
    }
}
