package dev.hull.cli.run;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.option.Arguments;
import dev.hull.cli.option.UsageException;
import java.util.ArrayList;
import java.util.List;

/** {@code --env-file} and {@code -e} of {@code run} and {@code exec}. */
public final class Environment {
    private Environment() {}

    /**
     * The variables in order: those of files first. {@code NAME} alone takes the caller's value; if the caller has none,
     * {@code -e NAME} stays as it is, which unsets the image's.
     */
    public static List<String> read(Arguments arguments, Invocation invocation) {
        List<String> variables = new ArrayList<>();
        for (String file : arguments.list("env-file")) {
            for (String entry : ListFile.lines("env-file", file)) {
                add(variables, entry, invocation, false);
            }
        }
        for (String entry : arguments.list("env")) {
            if (entry.isEmpty() || entry.charAt(0) == '=') {
                throw new UsageException("--env " + entry + ": NAME=VALUE or NAME is expected");
            }
            add(variables, entry, invocation, true);
        }
        return variables;
    }

    private static void add(List<String> variables, String entry, Invocation invocation, boolean unsets) {
        if (entry.indexOf('=') > 0) {
            variables.add(entry);
            return;
        }
        String value = invocation.environment().get(entry);
        if (value != null) {
            variables.add(entry + "=" + value);
        } else if (unsets) {
            variables.add(entry);
        }
    }
}
