package dev.hull.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What a running container costs beside its workload: the keeper's proportional set size. */
final class KeeperMemory {
    private KeeperMemory() {}

    static void run(int pairs) throws Exception {
        try (Scratch scratch = Scratch.make()) {
            Map<String, String> environment = scratch.environment();
            String root = scratch.busyboxRoot("sleep", "sh", "dd", "yes", "usleep", "cat")
                    .toString();
            measure(environment, "idle", "run", "-d", "--network", "none", root, "/bin/sleep", "1000");
            measure(environment, "idle, terminal", "run", "-dt", "--network", "none", root, "/bin/sleep", "1000");
            measure(
                    environment,
                    "terminal, logs 10 MB/s",
                    "run",
                    "-dt",
                    "--log-opt",
                    "max-size=20m",
                    "--log-opt",
                    "max-file=2",
                    "--network",
                    "none",
                    root,
                    "/bin/sh",
                    "-c",
                    "while :; do dd if=/dev/zero bs=64k count=16 2>/dev/null; usleep 100000; done");
            measure(
                    environment,
                    "pipe, logs 10 MB/s",
                    "run",
                    "-d",
                    "--log-opt",
                    "max-size=20m",
                    "--log-opt",
                    "max-file=2",
                    "--network",
                    "none",
                    root,
                    "/bin/sh",
                    "-c",
                    "while :; do dd if=/dev/zero bs=64k count=16 2>/dev/null; usleep 100000; done");
        }
    }

    private static void measure(Map<String, String> environment, String name, String... words)
            throws IOException, InterruptedException {
        String id = Commands.hull(environment, words).strip();
        Thread.sleep(3000);
        String init = Commands.hull(environment, "inspect", "--format", "{{.State.Pid}}", id)
                .strip();
        Path keeper = Path.of("/proc", parent(init), "smaps_rollup");
        for (String line : Files.readAllLines(keeper)) {
            if (line.startsWith("Pss:")) {
                System.out.println("keeper, " + name + ": " + line.replaceAll(" +", " ") + " | asked: < 100 kB");
            }
        }
        Commands.hull(environment, "rm", "-f", id);
    }

    private static String parent(String pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", pid, "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[1];
    }
}
