package dev.hull.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A program that writes as fast as it can into the log, beside a bare writer that appends 64 KiB at a time. */
final class LogPath {
    private static final int MEGABYTES = 512;
    private static final int BLOCKS = MEGABYTES * 16;

    private LogPath() {}

    static void run(int pairs) throws Exception {
        int rounds = Math.max(5, pairs / 10);
        try (Scratch scratch = Scratch.make()) {
            on("disk", scratch.folder(), scratch.busyboxRoot("dd"), rounds);
            Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "hull-bench-");
            try (Scratch tmpfs = new Scratch(memory)) {
                on("tmpfs", tmpfs.folder(), scratch.folder().resolve("root"), rounds);
            }
        }
    }

    private static void on(String name, Path folder, Path root, int rounds) throws Exception {
        Map<String, String> environment = Map.of(
                "HULL_RUN_DIR",
                folder.resolve("run").toString(),
                "HULL_DATA_DIR",
                folder.resolve("data").toString());
        Pairs.Subject logged = () -> logged(environment, root);
        Pairs.Subject bare = () -> bare(folder.resolve("bare"));
        Pairs pairs = Pairs.measure(rounds, bare, logged);
        System.out.println(pairs.report("bare writer, " + name, "hull's log, " + name, ">= 0.9"));
        long[] times = pairs.second().clone();
        java.util.Arrays.sort(times);
        System.out.printf(
                Locale.ROOT,
                "hull's log, %s: %.0f MB/s (asked on tmpfs: 500)%n",
                name,
                MEGABYTES * 1048576.0 / 1e6 / (times[times.length / 2] / 1e9));
    }

    /** From the workload's start to its end as the keeper recorded them: starting Hull is not what is asked here. */
    private static long logged(Map<String, String> environment, Path root) throws IOException, InterruptedException {
        Commands.hull(
                environment,
                "run",
                "-d",
                "--name",
                "writer",
                "--network",
                "none",
                root.toString(),
                "/bin/dd",
                "if=/dev/zero",
                "bs=64k",
                "count=" + BLOCKS);
        Commands.hull(environment, "wait", "writer");
        String times = Commands.hull(
                        environment, "inspect", "--format", "{{.State.StartedAt}} {{.State.FinishedAt}}", "writer")
                .strip();
        Commands.hull(environment, "rm", "writer");
        String[] parts = times.split(" ", -1);
        return Duration.between(Instant.parse(parts[0]), Instant.parse(parts[1]))
                .toNanos();
    }

    private static long bare(Path file) throws IOException, InterruptedException {
        long time = Commands.time(
                Map.of(),
                List.of(
                        "dd",
                        "if=/dev/zero",
                        "of=" + file,
                        "bs=64k",
                        "count=" + BLOCKS,
                        "oflag=append",
                        "conv=notrunc",
                        "status=none"));
        Files.delete(file);
        return time;
    }
}
