package dev.hull.cli.verb;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.command.Verb;
import dev.hull.cli.option.Arguments;
import dev.hull.cli.option.Completes;
import dev.hull.cli.option.Manual;
import dev.hull.cli.option.Option;
import dev.hull.cli.option.OptionTable;
import dev.hull.cli.option.Subject;
import dev.hull.cli.print.Printable;
import dev.hull.cli.value.Instants;
import dev.hull.engine.Event;
import dev.hull.engine.EventQuery;
import dev.hull.engine.EventReader;
import dev.hull.engine.Hull;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code hull events}. */
public final class EventsVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "events",
                "",
                "show what happens to containers and volumes",
                0,
                0,
                OptionTable.Order.ANYWHERE,
                Completes.NOTHING,
                List.of(
                        Subject.of(
                                "Which",
                                Option.list('f', "filter", "KEY=VALUE", "container, event, image, label, type, volume"),
                                Option.text(
                                        0,
                                        "since",
                                        "TIME",
                                        "From then on: 2026-01-31T12:00:00Z, seconds since 1970, or 42m ago"),
                                Option.text(0, "until", "TIME", "Up to then, and end")),
                        Subject.of("How", Option.text(0, "format", "FORMAT", "json or TEMPLATE"))));
    }

    @Override
    public Manual manual() {
        return new Manual(
                """
                Prints one line an event as it happens, until it is interrupted. Templates know {{.Time}} {{.Type}} {{.Action}} \
                {{.ID}} {{.Actor.Attributes}}.\
                """, List.of("hull events --since 1h" + " --until" + " 0s", "The last" + " hour."), Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) throws InterruptedException {
        Instant now = Instant.now();
        EventFilter filter = new EventFilter(arguments.list("filter"));
        EventQuery query = new EventQuery(
                LogsVerb.moment(arguments, "since", now), LogsVerb.moment(arguments, "until", now), filter::passes);
        String format = arguments.text("format");
        try (Hull hull = invocation.hull();
                EventReader reader = hull.events().read(query)) {
            for (Event event = reader.next(); event != null; event = reader.next()) {
                print(event, format, invocation);
                if (invocation.out().checkError()) {
                    break;
                }
            }
        }
        return 0;
    }

    private static void print(Event event, @Nullable String format, Invocation invocation) {
        if (format != null) {
            DocumentFormat.print(format, invocation, document(event));
            return;
        }
        StringJoiner attributes = new StringJoiner(", ", " (", ")").setEmptyValue("");
        new TreeMap<>(event.attributes()).forEach((name, value) -> attributes.add(name + "=" + value));
        invocation
                .out()
                .println(Instants.nanos(event.time()) + " " + event.type() + " " + event.action() + " " + event.id()
                        + Printable.of(attributes.toString()));
    }

    private static Map<String, Object> document(Event event) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("status", event.action());
        document.put("id", event.id());
        document.put("from", event.attributes().getOrDefault("image", ""));
        document.put("Type", event.type());
        document.put("Action", event.action());
        document.put("ID", event.id());
        document.put("Status", event.action());
        document.put("From", event.attributes().getOrDefault("image", ""));
        document.put("Actor", Map.of("ID", event.id(), "Attributes", new TreeMap<>(event.attributes())));
        document.put("scope", "local");
        document.put("Time", event.time().getEpochSecond());
        document.put("TimeNano", ChronoUnit.NANOS.between(Instant.EPOCH, event.time()));
        return document;
    }
}
