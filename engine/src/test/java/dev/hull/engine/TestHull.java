package dev.hull.engine;

import dev.hull.container.Preset;
import dev.hull.container.RunRequest;
import dev.hull.launch.capsule.Capsule;
import dev.hull.linux.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A Hull of its own below /tmp, with a capsule as the build makes it; closing it removes everything. */
final class TestHull implements AutoCloseable {
    final Path root;
    final Directories directories;
    final Hull hull;

    TestHull() {
        try {
            // Short: sockets lie below it.
            root = Files.createTempDirectory(Path.of("/tmp"), "he");
            directories = new Directories(root.resolve("r"), root.resolve("d"));
            Path capsule = root.resolve("capsule");
            Files.write(capsule, Capsule.file(Architecture.ofHost()));
            Files.setPosixFilePermissions(capsule, PosixFilePermissions.fromString("rwxr-xr-x"));
            hull = Hull.open(directories, Profile.HEAVY, caller(0));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A caller whose client would be that process. */
    Caller caller(int pid) {
        return new Caller(pid, root, List.of("/bin/true"), List.of("PATH=/usr/bin:/bin"), root.resolve("capsule"));
    }

    /** Another Hull on the same directories, for a client of that pid. */
    Hull of(int pid) {
        return Hull.open(directories, Profile.HEAVY, caller(pid));
    }

    static RunRequest.Builder request(String... command) {
        return RunRequest.of(Preset.CONTAINER, "host").command(List.of(command));
    }

    /** Every file below the state directories but the journal, the locks and the store of images. */
    List<String> files() {
        try (var tree = Files.walk(root)) {
            return tree.map(path -> root.relativize(path).toString())
                    .filter(path -> path.startsWith("r/c/")
                            || path.startsWith("r/names/")
                            || path.startsWith("d/c/")
                            || path.startsWith("d/trash/")
                            || path.startsWith("d/volumes/"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Cgroup directories of that container. */
    static List<Path> cgroups(String id) {
        try (var hierarchies = Files.list(Path.of("/sys/fs/cgroup"))) {
            return hierarchies
                    .map(hierarchy -> hierarchy.resolve("hull").resolve(id))
                    .filter(Files::exists)
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (Container container : hull.containers()) {
            container.remove(true, true);
        }
        hull.close();
        Tree.delete(root);
    }
}
