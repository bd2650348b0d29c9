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
import dev.hull.cli.value.Instants;
import dev.hull.cli.value.Sizes;
import dev.hull.engine.Hull;
import dev.hull.engine.LogEntry;
import dev.hull.engine.LogQuery;
import dev.hull.engine.LogReader;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code hull logs}. */
public final class LogsVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "logs",
                "CONTAINER",
                "show what a container has printed",
                1,
                1,
                OptionTable.Order.ANYWHERE,
                Completes.CONTAINER,
                List.of(Subject.of(
                        "What is shown",
                        Option.flag('f', "follow", "Go on with what comes, until the container ends"),
                        Option.text(
                                0,
                                "since",
                                "TIME",
                                "From then on: 2026-01-31T12:00:00Z, seconds since 1970, or 42m ago"),
                        Option.text(0, "until", "TIME", "Up to then"),
                        Option.text('n', "tail", "LINES", "Only so many last lines; all by default"),
                        Option.flag('t', "timestamps", "With the time of each line"),
                        Option.refusedFlag(0, "details", "the log keeps no attributes beside the lines"))));
    }

    @Override
    public Manual manual() {
        return new Manual(
                """
                Prints the log: stdout to stdout, stderr to stderr, byte for byte.\
                """,
                List.of("hull logs" + " -f -n" + " 20 web", "The last" + " 20 lines, and what" + " comes."),
                Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) throws IOException, InterruptedException {
        Instant now = Instant.now();
        LogQuery query = new LogQuery(
                moment(arguments, "since", now),
                moment(arguments, "until", now),
                tail(arguments),
                arguments.flag("follow"),
                true,
                true);
        try (Hull hull = invocation.hull();
                LogReader reader = hull.container(arguments.operand(0)).logs(query)) {
            LogPrinter printer = new LogPrinter(invocation, arguments.flag("timestamps"));
            for (LogEntry entry = reader.next(); entry != null; entry = reader.next()) {
                if (!printer.print(entry)) {
                    break;
                }
            }
        }
        return 0;
    }

    private static long tail(Arguments arguments) {
        String tail = arguments.text("tail", "all");
        try {
            return tail.equals("all") ? -1 : Math.max(-1, Sizes.number(tail));
        } catch (IllegalArgumentException e) {
            throw new UsageException("logs: --tail " + tail + ": " + e.getMessage());
        }
    }

    static @Nullable Instant moment(Arguments arguments, String option, Instant now) {
        String text = arguments.text(option);
        try {
            return text == null ? null : Instants.parse(text, now);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--" + option + " " + text + ": " + e.getMessage());
        }
    }
}
