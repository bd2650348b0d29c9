package dev.hull.cli.run;

import dev.hull.container.MountRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code -v [SOURCE:]TARGET[:OPTIONS]}, {@code --tmpfs TARGET[:OPTIONS]}. See {@link MountFields} for {@code --mount}. */
final class MountSyntax {
    private MountSyntax() {}

    static MountRequest volume(String text) {
        List<String> parts = new ArrayList<>(List.of(text.split(":", -1)));
        if (parts.contains("") || parts.size() > 3) {
            throw new IllegalArgumentException("[SOURCE:]TARGET[:OPTIONS] is expected");
        }
        if (parts.size() == 1) {
            return MountRequest.volume(null, target(parts.getFirst()), false);
        }
        boolean onlyOptions = parts.size() == 2 && !parts.get(1).startsWith("/");
        if (onlyOptions && parts.getFirst().startsWith("/")) {
            throw new IllegalArgumentException("the target \"" + parts.get(1) + "\" is not absolute");
        }
        String source = parts.getFirst();
        String target = target(parts.get(1));
        VolumeOptions options = new VolumeOptions(parts.size() == 3 ? parts.get(2) : "");
        boolean path = source.startsWith("/")
                || source.startsWith("./")
                || source.startsWith("../")
                || source.equals(".")
                || source.equals("..");
        if (!path && options.propagation != null) {
            throw new IllegalArgumentException(
                    options.propagation + " is for directories of the host, not for volumes");
        }
        if (path && options.noCopy) {
            throw new IllegalArgumentException("nocopy is for volumes, not for directories of the host");
        }
        return new MountRequest(
                path ? MountRequest.Type.BIND : MountRequest.Type.VOLUME,
                path ? absolute(source) : source,
                target,
                options.readOnly,
                path,
                options.propagation,
                MountRequest.Recursion.ENABLED,
                options.noCopy,
                null,
                null,
                Map.of(),
                Map.of(),
                null,
                null,
                "");
    }

    static MountRequest tmpfs(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? MountRequest.tmpfs(target(text), "")
                : MountRequest.tmpfs(target(text.substring(0, colon)), text.substring(colon + 1));
    }

    static String target(String target) {
        if (!target.startsWith("/")) {
            throw new IllegalArgumentException("the target \"" + target + "\" is not absolute");
        }
        if (isRoot(target)) {
            throw new IllegalArgumentException("the target may not be /");
        }
        return target;
    }

    /** True for / and what is another spelling of it. */
    private static boolean isRoot(String path) {
        int depth = 0;
        for (String name : path.split("/")) {
            switch (name) {
                case "", "." -> {}
                case ".." -> depth = Math.max(0, depth - 1);
                default -> depth++;
            }
        }
        return depth == 0;
    }

    /** A relative path of the caller's, made absolute as text. */
    static String absolute(String path) {
        return path.startsWith("/") ? path : System.getProperty("user.dir") + "/" + path;
    }

    /** The third part of a {@code -v}. */
    private static final class VolumeOptions {
        private boolean readOnly;
        private boolean noCopy;
        private @Nullable String propagation;

        VolumeOptions(String text) {
            for (String word : text.isEmpty() ? new String[0] : text.split(",", -1)) {
                switch (word) {
                    case "ro", "readonly" -> readOnly = true;
                    case "rw" -> readOnly = false;
                    case "nocopy" -> noCopy = true;
                    case "shared", "rshared", "slave", "rslave", "private", "rprivate" -> propagation = word;
                    case "z", "Z" ->
                        throw new IllegalArgumentException(
                                word + " is refused: files are not relabelled; use --security-opt label=disable");
                    case "cached", "delegated", "consistent" ->
                        throw new IllegalArgumentException(word + " is refused: mounts are always consistent on Linux");
                    default ->
                        throw new IllegalArgumentException(
                                "unknown option \"" + word + "\"; there are ro, rw, nocopy and mount propagations");
                }
            }
        }
    }
}
