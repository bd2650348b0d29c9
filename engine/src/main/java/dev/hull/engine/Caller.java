package dev.hull.engine;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf Hull works, and what the keepers it makes call back.
 *
 * @param pid the shell wrapper's, which becomes the capsule's client by execve ({@code HULL_PID}); 0 for this process
 * @param workingDirectory relative paths of images and mounts start here
 * @param hull argv of the host command that tells an error or reaps, absolute; its verb follows
 * @param environment of that command, {@code NAME=value}
 * @param capsule the capsule's file; a resident engine spawns it
 */
public record Caller(int pid, Path workingDirectory, List<String> hull, List<String> environment, Path capsule) {
    public Caller {
        hull = List.copyOf(hull);
        environment = List.copyOf(environment);
    }

    /**
     * This process itself: a library's or a server's. HULL_HOME is the folder where Hull was built; else that of the
     * command {@code hull} on PATH.
     *
     * @throws HullException.Invalid if neither is there
     */
    public static Caller resident() {
        Path home = home(System.getenv("HULL_HOME"), System.getenv("PATH"));
        return new Caller(
                0,
                Path.of("").toAbsolutePath(),
                List.of(home.resolve("hull").toString()),
                List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
                home.resolve("target/hull/capsule"));
    }

    private static Path home(@Nullable String home, @Nullable String path) {
        if (home != null && !home.isEmpty()) {
            return Path.of(home).toAbsolutePath();
        }
        for (String directory : (path == null ? "" : path).split(":", -1)) {
            Path command = Path.of(directory).resolve("hull").toAbsolutePath();
            if (Files.isExecutable(command)) {
                try {
                    return requireNonNull(command.toRealPath().getParent(), "parent is null");
                } catch (IOException e) {
                    throw HullException.of("find", command.toString(), e);
                }
            }
        }
        throw new HullException.Invalid(
                "find Hull's own folder",
                "",
                "there is no hull on PATH",
                "set HULL_HOME to the folder it was built in");
    }
}
