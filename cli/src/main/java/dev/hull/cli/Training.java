package dev.hull.cli;

import dev.hull.cli.command.Invocation;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The training run of the AOT caches: the real verbs, one after the other, in one JVM that ends in order. */
final class Training {
    private Training() {}

    /** @param arguments the folder with the state directories: everything in it is thrown away */
    public static void main(String[] arguments) {
        run("version");
        run("help");
    }

    private static void run(String... words) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Invocation invocation = new Invocation(0, "000", List.of(words), nowhere, System.err);
        int status = Command.run(invocation);
        System.err.flush();
        if (status != 0) {
            throw new IllegalStateException("training: hull " + String.join(" ", words) + " ended with " + status);
        }
    }
}
