package dev.hull.cli.verb;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.command.Verb;
import dev.hull.cli.option.Arguments;
import dev.hull.cli.option.Completes;
import dev.hull.cli.option.Manual;
import dev.hull.cli.option.Option;
import dev.hull.cli.option.OptionTable;
import dev.hull.cli.option.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code hull version}. */
public final class VersionVerb implements Verb {
    private static final String VERSION = "0.1.0-SNAPSHOT";

    @Override
    public OptionTable options() {
        return new OptionTable(
                "version",
                "",
                "say which Hull this is",
                0,
                0,
                OptionTable.Order.ANYWHERE,
                Completes.NOTHING,
                List.of(Subject.of("How", Option.text('f', "format", "FORMAT", "json or TEMPLATE"))));
    }

    @Override
    public Manual manual() {
        return new Manual(
                "Prints the version of Hull. Templates know {{.Version}} {{.Java}} {{.Os}} {{.Arch}}.",
                List.of("hull version -f '{{.Version}}'", "Only the number."),
                Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        String format = arguments.text("format", "");
        if (format.isEmpty()) {
            invocation.out().println("hull " + VERSION);
            return 0;
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("Version", VERSION);
        document.put("Java", Runtime.version().toString());
        document.put("Os", "linux");
        document.put("Arch", System.getProperty("os.arch"));
        DocumentFormat.print(format, invocation, document);
        return 0;
    }
}
