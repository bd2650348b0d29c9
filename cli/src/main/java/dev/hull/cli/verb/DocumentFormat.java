package dev.hull.cli.verb;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.option.Arguments;
import dev.hull.cli.print.Json;
import dev.hull.cli.print.Template;
import java.util.List;
import java.util.Map;

/** {@code --format} of a verb that shows documents: json, a template, or nothing for indented JSON. */
final class DocumentFormat {
    private DocumentFormat() {}

    /** Prints one template's line for each document, or all of them as one JSON list. */
    static void printAll(Arguments arguments, Invocation invocation, List<? extends Map<String, ?>> documents) {
        String format = arguments.text("format", "");
        if (format.isEmpty()) {
            invocation.out().println(Json.pretty(documents));
        } else if (format.equals("json")) {
            invocation.out().println(Json.compact(documents));
        } else {
            Template template = Template.parse(format);
            documents.forEach(document -> invocation.out().println(template.render(document)));
        }
    }

    /** Prints one document by a format that was given. */
    static void print(String format, Invocation invocation, Map<String, ?> document) {
        invocation
                .out()
                .println(
                        format.equals("json")
                                ? Json.compact(document)
                                : Template.parse(format).render(document));
    }
}
