package dev.hull.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A temporary folder (of a short name: sockets lie below it) with Hull's state directories and a busybox root, removed at the end.
 *
 * @param folder where all of it lies
 */
record Scratch(Path folder) implements AutoCloseable {
    static Scratch make() throws IOException {
        return new Scratch(Files.createTempDirectory("hull-"));
    }

    Map<String, String> environment() {
        return Map.of(
                "HULL_RUN_DIR", folder.resolve("run").toString(),
                "HULL_DATA_DIR", folder.resolve("data").toString());
    }

    /** A root file system of a static busybox under the names given. */
    Path busyboxRoot(String... applets) throws IOException {
        Path root = folder.resolve("root");
        Path bin = Files.createDirectories(root.resolve("bin"));
        for (String name : new String[] {"proc", "sys", "dev", "tmp", "etc", "run"}) {
            Files.createDirectories(root.resolve(name));
        }
        Files.copy(Path.of("/bin/busybox"), bin.resolve("busybox"), StandardCopyOption.COPY_ATTRIBUTES);
        for (String applet : applets) {
            Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
        }
        return root;
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
