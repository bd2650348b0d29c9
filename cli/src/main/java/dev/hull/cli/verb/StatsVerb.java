package dev.hull.cli.verb;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.command.Verb;
import dev.hull.cli.option.Arguments;
import dev.hull.cli.option.Completes;
import dev.hull.cli.option.Manual;
import dev.hull.cli.option.Option;
import dev.hull.cli.option.OptionTable;
import dev.hull.cli.option.Subject;
import dev.hull.engine.Container;
import dev.hull.engine.Hull;
import dev.hull.engine.Stats;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code hull stats}. */
public final class StatsVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "stats",
                "[CONTAINER...]",
                "show what containers use",
                0,
                OptionTable.MANY,
                OptionTable.Order.ANYWHERE,
                Completes.RUNNING_CONTAINER,
                List.of(
                        Subject.of("Which", Option.flag('a', "all", "Those that do not run too")),
                        Subject.of(
                                "How",
                                Option.flag(0, "no-stream", "Once, not again and again"),
                                Option.text(0, "format", "FORMAT", "table, table TEMPLATE, json or TEMPLATE"),
                                Option.flag(0, "no-trunc", "Shorten nothing"))));
    }

    @Override
    public Manual manual() {
        return new Manual("""
            Shows CPU, memory, processes and block input and output of running containers, every second until it is interrupted. \
            Without names, of all that run.\
            """, List.of("hull stats --no-stream web", "Once."), Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) throws InterruptedException {
        try (Hull hull = invocation.hull()) {
            boolean once = arguments.flag("no-stream");
            boolean screen = !once && invocation.isTerminal(1);
            Map<String, Stats> earlier = read(hull, arguments);
            do {
                Thread.sleep(1000);
                Map<String, Stats> now = read(hull, arguments);
                List<Map<String, Object>> rows = new ArrayList<>();
                for (Container container : chosen(hull, arguments)) {
                    rows.add(StatsRow.of(
                            container,
                            earlier.get(container.id()),
                            now.get(container.id()),
                            arguments.flag("no-trunc")));
                }
                if (screen) {
                    // Cursor home, and erase below once the table is there: no flicker.
                    invocation.out().print("\033[H");
                }
                StatsRow.FORMAT.print(invocation.out(), arguments.text("format"), rows);
                if (screen) {
                    invocation.out().print("\033[J");
                }
                if (invocation.out().checkError()) {
                    return 0;
                }
                earlier = now;
            } while (!once);
        }
        return 0;
    }

    private static List<Container> chosen(Hull hull, Arguments arguments) {
        if (!arguments.operands().isEmpty()) {
            return arguments.operands().stream().map(hull::container).toList();
        }
        return hull.containers().stream()
                .filter(container ->
                        arguments.flag("all") || container.status().state().isLive())
                .toList();
    }

    private static Map<String, Stats> read(Hull hull, Arguments arguments) {
        Map<String, Stats> readings = new HashMap<>();
        for (Container container : chosen(hull, arguments)) {
            if (container.status().state().isLive()) {
                readings.put(container.id(), container.stats());
            }
        }
        return readings;
    }
}
