package dev.hull.cli;

import dev.hull.cli.command.Invocation;
import dev.hull.engine.Directories;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The training run of the AOT caches: the real verbs, one after the other, in one JVM that ends in order. */
final class Training {
    private Training() {}

    /** The state directories are in the environment; everything in them is thrown away. */
    public static void main(String[] arguments) {
        run("version");
        run("help");
        run("volume", "create", "trained");
        run("volume", "ls");
        if (Directories.uid() == 0) {
            run("run", "host", "--", "true");
            run("run", "-d", "--name", "trained", "-v", "trained:/mnt", "-e", "A=b", "-m", "64m", "host", "true");
            run("create", "--name", "made", "-w", "/", "-u", "nobody", "host", "sh", "-c", "true");
            run("explain", "host", "true");
            run("inspect", "made");
            run("events", "--since", "1h", "--until", "0s");
        }
        run("ps", "-a");
        run("ps", "-aq", "--filter", "name=x");
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
