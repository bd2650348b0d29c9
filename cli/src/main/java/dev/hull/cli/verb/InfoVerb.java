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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** {@code hull info}. */
public final class InfoVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "info",
                "",
                "show this host, its isolation features and what Hull keeps",
                0,
                0,
                OptionTable.Order.ANYWHERE,
                Completes.NOTHING,
                List.of(Subject.of("How", Option.text('f', "format", "FORMAT", "json or TEMPLATE"))));
    }

    @Override
    public Manual manual() {
        return new Manual("""
            Prints versions, directories, counts, and what the kernel offers.\
            """, List.of("hull info" + " -f json", "For a" + " program."), Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        try (Hull hull = invocation.hull()) {
            Map<String, @Nullable Object> info = Plain.of(hull.info());
            String format = arguments.text("format", "");
            if (!format.isEmpty()) {
                DocumentFormat.print(format, invocation, info);
            } else {
                print(invocation, info, "");
            }
        }
        return 0;
    }

    private static void print(Invocation invocation, Map<String, ?> map, String indent) {
        map.forEach((name, value) -> {
            if (value instanceof Map<?, ?> inner) {
                invocation.out().println(indent + name + ":");
                Map<String, Object> named = new LinkedHashMap<>();
                inner.forEach((key, element) -> named.put(String.valueOf(key), String.valueOf(element)));
                print(invocation, named, indent + " ");
            } else if (value instanceof List<?> list) {
                StringJoiner joined = new StringJoiner(" ");
                list.forEach(element -> joined.add(String.valueOf(element)));
                invocation.out().println(indent + name + ": " + joined);
            } else {
                invocation.out().println(indent + name + ": " + value);
            }
        });
    }
}
