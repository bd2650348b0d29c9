package dev.hull.engine;

import dev.hull.container.MountRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The host's paths that a container mounts: {@code -v} makes a directory that is missing, {@code --mount} does not. */
final class BindSources {
    private BindSources() {}

    /** @throws HullException.Invalid if one is missing that is not to be made */
    static void check(List<MountRequest> mounts) {
        for (MountRequest mount : mounts) {
            Path source = missing(mount);
            if (source != null && !mount.createSource()) {
                throw new HullException.Invalid(
                        "mount",
                        source + " on " + mount.target(),
                        "ENOENT (No such file or directory)",
                        "create it, or use -v, which makes a directory of it");
            }
        }
    }

    /** Makes those that are to be made. */
    static void make(List<MountRequest> mounts) throws IOException {
        for (MountRequest mount : mounts) {
            Path source = missing(mount);
            if (source != null && mount.createSource()) {
                Files.createDirectories(source);
            }
        }
    }

    private static @Nullable Path missing(MountRequest mount) {
        if (mount.type() != MountRequest.Type.BIND || mount.source() == null) {
            return null;
        }
        try {
            Path source = Path.of(mount.source());
            return Files.exists(source) ? null : source;
        } catch (InvalidPathException e) {
            // Bytes that Java's paths cannot name: the keeper's mount tells.
            return null;
        }
    }
}
