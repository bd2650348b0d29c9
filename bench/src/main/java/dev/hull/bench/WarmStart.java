package dev.hull.bench;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.hull.container.RunRequest;
import dev.hull.engine.Caller;
import dev.hull.engine.Container;
import dev.hull.engine.Directories;
import dev.hull.engine.Hull;
import dev.hull.engine.Profile;
import dev.hull.engine.Running;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.call.FileDescriptor;
import dev.hull.linux.call.NamespaceThread;
import dev.hull.linux.call.Opening;
import dev.hull.linux.call.Pathname;
import dev.hull.linux.call.Pidfd;
import dev.hull.linux.call.Spawn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A container started by a resident engine, beside {@code crun run} and {@code runc run} of the same config.json: from
 * the call to the end of the workload, {@code /bin/true}. The peers are spawned by the same posix_spawn(3) from a mount
 * namespace that they can work in.
 */
final class WarmStart {
    private static final int UNTIL_COMPILED = 200;

    private WarmStart() {}

    static void run(int pairs) throws Exception {
        try (Scratch scratch = Scratch.make();
                Hull hull = open(scratch);
                HybridHost host = HybridHost.hideUnifiedTree()) {
            Path root = scratch.busyboxRoot("true");
            Container container = hull.create(
                    RunRequest.of(root.toString()).command("/bin/true").build());
            Path bundle = bundle(scratch, container, root);
            Pairs.Subject own = () -> start(container);
            for (int i = 0; i < UNTIL_COMPILED; i++) {
                own.run(); // a resident engine has been running for a while
            }
            for (String peer : List.of("crun", "runc")) {
                if (!Commands.isInstalled(peer)) {
                    System.out.println(peer + " is not installed: not compared");
                    continue;
                }
                Pairs measured = Pairs.measure(pairs, own, () -> peer(host, peer, bundle));
                String goal = peer.equals("crun") ? "<= 1/3" : "<= 1/8";
                System.out.println(measured.report("resident engine", peer + " run", goal));
            }
            container.remove(true, true);
        }
    }

    private static Hull open(Scratch scratch) {
        Caller caller = new Caller(
                0,
                scratch.folder(),
                List.of(Commands.hull().toString()),
                List.of("PATH=/usr/sbin:/usr/bin:/sbin:/bin"),
                Commands.hull().resolveSibling("target/hull/capsule"));
        Directories directories = new Directories(
                scratch.folder().resolve("run"), scratch.folder().resolve("data"));
        return Hull.open(directories, Profile.HEAVY, caller);
    }

    private static long start(Container container) {
        long begin = System.nanoTime();
        try (Running running = container.start()) {
            int status = running.exited().join().status();
            long time = System.nanoTime() - begin;
            if (status != 0) {
                throw new IllegalStateException("the container exited with " + status);
            }
            return time;
        }
    }

    /** The container's own config.json with the root file system that the peers are given, which know no layers. */
    private static Path bundle(Scratch scratch, Container container, Path root) throws IOException {
        Path own = scratch.folder().resolve("data/c").resolve(container.id()).resolve("config.json");
        JsonObject config = JsonParser.parseString(Files.readString(own)).getAsJsonObject();
        config.addProperty("ociVersion", "1.0.2"); // Debian 12's crun knows no later one
        config.getAsJsonObject("root").addProperty("path", root.toString());
        config.getAsJsonObject("linux").addProperty("cgroupsPath", "/hull-bench-peer");
        Path bundle = Files.createDirectory(scratch.folder().resolve("bundle"));
        Files.writeString(bundle.resolve("config.json"), config.toString());
        return bundle;
    }

    private static long peer(HybridHost host, String name, Path bundle) throws IOException, InterruptedException {
        return NamespaceThread.call(() -> {
            host.enter();
            Pathname program = program(name);
            List<Pathname> words = Stream.of(name, "run", "-b", bundle.toString(), "hull-bench-" + name)
                    .map(Pathname::of)
                    .toList();
            long begin = System.nanoTime();
            try (FileDescriptor nothing = Opening.open(Pathname.of("/dev/null"), OpenFlags.O_RDWR);
                    Pidfd process = new Spawn(program, words, List.of(Pathname.of("PATH=/usr/sbin:/usr/bin")))
                            .descriptor(0, nothing)
                            .descriptor(1, nothing)
                            .descriptor(2, nothing)
                            .start()) {
                int status = process.waitFor().shellStatus();
                long time = System.nanoTime() - begin;
                if (status != 0) {
                    throw new IllegalStateException(name + " exited with " + status);
                }
                return time;
            }
        });
    }

    private static Pathname program(String name) {
        return Stream.of("/usr/sbin", "/usr/bin")
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Pathname::of)
                .findFirst()
                .orElseThrow();
    }
}
