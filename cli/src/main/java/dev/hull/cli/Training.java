package dev.hull.cli;

import dev.hull.cli.command.Invocation;
import dev.hull.engine.Directories;
import java.util.List;

/**
 * The training run of the AOT caches: real verbs, one after the other, in one JVM that ends in order.
 *
 * <p>What is trained is loaded at every start. So the profile {@code short} is trained by the verbs that must be fast and
 * nothing else; any other verb runs there too, from the jar.
 */
final class Training {
    private Training() {}

    /** The state directories are in the environment; everything in them is thrown away. */
    public static void main(String[] arguments) {
        Main.load();
        run("version");
        if (Directories.uid() == 0) {
            run("run", "--rm", "host", "--", "true");
            run("run", "-d", "--name", "trained", "-e", "A=b", "-m", "64m", "--cap-add", "NET_ADMIN", "host", "true");
            run(
                    "create",
                    "--name",
                    "made",
                    "-w",
                    "/",
                    "-u",
                    "nobody",
                    "-v",
                    "/usr:/mnt:ro",
                    "host",
                    "sh",
                    "-c",
                    "true");
        }
        run("ps", "-a");
        if (System.getProperty("hull.profile", "").equals("heavy")) {
            run("volume", "create", "trained");
            run("volume", "ls");
            run("volume", "inspect", "trained");
            run("events", "--since", "1h", "--until", "0s");
            run("info");
            if (Directories.uid() == 0) {
                run("explain", "host", "true");
                run("inspect", "made");
            }
        }
    }

    private static void run(String... words) {
        int status = Command.run(Invocation.ofTraining(List.of(words)));
        if (status != 0) {
            throw new IllegalStateException("training: hull " + String.join(" ", words) + " ended with " + status);
        }
    }
}
