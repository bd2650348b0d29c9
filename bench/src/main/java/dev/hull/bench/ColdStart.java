package dev.hull.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code hull run} from the shell, nothing resident, beside {@code podman run} on the same root and beside a {@code
 * java} that prints one line.
 */
final class ColdStart {
    private ColdStart() {}

    static void run(int pairs) throws Exception {
        try (Scratch scratch = Scratch.make()) {
            Path root = scratch.busyboxRoot("true");
            List<String> host = List.of(Commands.hull().toString(), "run", "--rm", "host", "true");
            List<String> directory = List.of(
                    Commands.hull().toString(), "run", "--rm", "--network", "none", root.toString(), "/bin/true");
            Pairs.Subject hullHost = () -> Commands.time(scratch.environment(), host);
            Pairs.Subject hullRoot = () -> Commands.time(scratch.environment(), directory);
            Pairs.Subject line = printsOneLine(scratch.folder());
            report(
                    Pairs.measure(pairs, hullHost, line),
                    "hull run host true",
                    "java, AOT cache, one line",
                    "<= 2.0 (goal 1.6)");
            if (Commands.isInstalled("podman")) {
                try (HybridHost hybrid = HybridHost.hideUnifiedTree()) {
                    Pairs.Subject podman = podman(hybrid, scratch.folder(), root);
                    report(
                            Pairs.measure(pairs, hullRoot, podman),
                            "hull run ROOT true",
                            "podman run --rootfs ROOT true",
                            "<= 0.55");
                    report(
                            Pairs.measure(pairs, hullHost, podman),
                            "hull run host true",
                            "podman run --rootfs ROOT true",
                            "<= 0.55");
                }
            } else {
                System.out.println("podman is not installed: not compared");
            }
        }
    }

    private static void report(Pairs pairs, String first, String second, String goal) {
        System.out.println(pairs.report(first, second, goal));
    }

    /** The smallest Java program with an AOT cache of its own, in the JVM profile of short commands. */
    private static Pairs.Subject printsOneLine(Path folder) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin/java");
        Path source = folder.resolve("Line.java");
        Files.writeString(
                source, "class Line { public static void main(String[] a) { System.out.println(\"line\"); } }");
        Commands.time(
                Map.of(), List.of(java.resolveSibling("javac").toString(), "-d", folder.toString(), source.toString()));
        Path archive = folder.resolve("line.jar");
        Commands.time(
                Map.of(),
                List.of(
                        java.resolveSibling("jar").toString(),
                        "--create",
                        "--file",
                        archive.toString(),
                        "-C",
                        folder.toString(),
                        "Line.class"));
        Path cache = folder.resolve("line.aot");
        List<String> flags = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");
        Commands.time(Map.of(), line(java, flags, "-XX:AOTCacheOutput=" + cache, archive));
        List<String> words = line(java, flags, "-XX:AOTCache=" + cache, archive);
        return () -> Commands.time(Map.of(), words);
    }

    private static List<String> line(Path java, List<String> flags, String cache, Path archive) {
        return Stream.of(List.of(java.toString()), flags, List.of(cache, "-cp", archive.toString(), "Line"))
                .flatMap(List::stream)
                .toList();
    }

    private static Pairs.Subject podman(HybridHost host, Path folder, Path root) throws IOException {
        Path configuration = folder.resolve("containers.conf");
        Files.writeString(configuration, """
            [containers]
            default_ulimits=["nofile=1024:1024","nproc=1000:1000"]
            [engine]
            cgroup_manager="cgroupfs"
            events_logger="file"
            """);
        List<String> words = host.inside(
                "podman",
                "--root",
                folder.resolve("podman").toString(),
                "--runroot",
                folder.resolve("podman-run").toString(),
                "run",
                "--rm",
                "--network",
                "none",
                "--rootfs",
                root.toString(),
                "/bin/true");
        return () -> Commands.time(Map.of("CONTAINERS_CONF", configuration.toString()), words);
    }
}
