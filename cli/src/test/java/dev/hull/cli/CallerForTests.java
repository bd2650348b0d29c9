package dev.hull.cli;

import dev.hull.cli.command.Invocation;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A call without a wrapper, whose output nobody sees. */
public final class CallerForTests {
    private CallerForTests() {}

    public static Invocation invocation(String... words) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return new Invocation(0, "000", List.of(words), nowhere, nowhere);
    }
}
