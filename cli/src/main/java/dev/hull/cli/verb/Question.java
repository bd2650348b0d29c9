package dev.hull.cli.verb;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.option.Arguments;
import java.io.IOException;
import java.io.InputStream;

/** Asks before something is removed, unless {@code --force} was given. */
final class Question {
    private Question() {}

    static boolean confirmed(Arguments arguments, Invocation invocation, String warning) throws IOException {
        if (arguments.flag("force")) {
            return true;
        }
        invocation.err().print(warning + " Go on? [y/N] ");
        invocation.err().flush();
        String answer = line(System.in).strip();
        return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n' && line.length() < 100; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }
}
