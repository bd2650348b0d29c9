package dev.hull.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where Hull keeps its state: absolute paths, made with mode 0700 when first needed.
 *
 * @param run what lives until the next boot: {@code c/ID}, {@code names}, locks, sockets
 * @param data what stays: {@code c/ID}, {@code volumes}, {@code images}, {@code events}, {@code trash}
 */
public record Directories(Path run, Path data) {
    /** {@code RUN/c/ID/ctl} must fit into sun_path: 108 bytes with its NUL (unix(7)). */
    private static final int RUN_LIMIT = 107 - "/c/".length() - ContainerId.LENGTH - "/ctl".length();

    private static final Set<PosixFilePermission> OWNER_ONLY = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    /** @throws HullException.Invalid if a path is relative, or the run directory's is too long for a socket's name */
    public Directories {
        check("HULL_RUN_DIR", run);
        check("HULL_DATA_DIR", data);
        int length = run.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > RUN_LIMIT) {
            throw new HullException.Invalid(
                    "use run directory",
                    run.toString(),
                    length + " bytes are too long for the sockets below it",
                    "choose one of at most " + RUN_LIMIT + " bytes by HULL_RUN_DIR");
        }
    }

    private static void check(String variable, Path path) {
        if (!path.isAbsolute()) {
            throw new HullException.Invalid(
                    "use directory", path.toString(), "it is not absolute", "set " + variable + " to an absolute path");
        }
    }

    /**
     * By HULL_RUN_DIR and HULL_DATA_DIR, else {@code /run/hull} and {@code /var/lib/hull} for root, else below
     * XDG_RUNTIME_DIR and XDG_DATA_HOME ({@code ~/.local/share}).
     *
     * @param environment where the variables are looked up
     * @param uid the user whose state it is
     * @throws HullException.Invalid if one of them is relative, or nothing says where they are
     */
    public static Directories of(Map<String, String> environment, int uid) {
        String run = environment.get("HULL_RUN_DIR");
        String data = environment.get("HULL_DATA_DIR");
        if (run == null || run.isEmpty()) {
            run = uid == 0 ? "/run/hull" : below(environment, "XDG_RUNTIME_DIR", "HULL_RUN_DIR", null);
        }
        if (data == null || data.isEmpty()) {
            data = uid == 0
                    ? "/var/lib/hull"
                    : below(environment, "XDG_DATA_HOME", "HULL_DATA_DIR", environment.get("HOME"));
        }
        return new Directories(Path.of(run), Path.of(data));
    }

    private static String below(
            Map<String, String> environment, String variable, String override, @Nullable String home) {
        String base = environment.get(variable);
        if (base != null && !base.isEmpty()) {
            return base + "/hull";
        }
        if (home != null && !home.isEmpty()) {
            return home + "/.local/share/hull";
        }
        throw new HullException.Invalid(
                "find the state directory", "", variable + " is not set", "set it, or set " + override);
    }

    /** The effective user of this process, as the owner of its {@code /proc} entry. */
    public static int uid() {
        return ofProcess("unix:uid");
    }

    /** The effective group of this process. */
    static int gid() {
        return ofProcess("unix:gid");
    }

    private static int ofProcess(String attribute) {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), attribute);
        } catch (IOException e) {
            throw HullException.of("read the owner of", "/proc/self", e);
        }
    }

    Path names() {
        return run.resolve("names");
    }

    Path containers() {
        return data.resolve("c");
    }

    Path runs() {
        return run.resolve("c");
    }

    Path run(String id) {
        return run.resolve("c").resolve(id);
    }

    Path data(String id) {
        return data.resolve("c").resolve(id);
    }

    Path volumes() {
        return data.resolve("volumes");
    }

    Path images() {
        return data.resolve("images");
    }

    Path events() {
        return data.resolve("events");
    }

    Path trash() {
        return data.resolve("trash");
    }

    /** Makes a directory and what is missing above it, 0700. */
    static Path make(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        }
        return directory;
    }
}
