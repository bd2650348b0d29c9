package dev.hull.container;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container as the OCI runtime-spec 1.2 describes it ({@code config.json}); the names are its names.
 *
 * <p>What is stored is what a start and a restart plan from. Null stands for a property that is absent. Texts hold
 * bytes as {@link dev.hull.linux.KernelText} decodes them.
 *
 * @param root where the root file system is
 * @param mounts beside the root, in the order in which they are made
 * @param process what is run
 * @param annotations free text for others
 * @param linux what only Linux has
 */
public record ContainerSpec(
        Root root,
        List<Mount> mounts,
        ProcessSpec process,
        @Nullable String hostname,
        @Nullable String domainname,
        Map<String, String> annotations,
        LinuxSpec linux) {
    /** The version of the runtime-spec that config.json is written in. */
    public static final String OCI_VERSION = "1.2.0";

    public ContainerSpec {
        mounts = List.copyOf(mounts);
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }

    /** The same with another {@code linux} object. */
    public ContainerSpec with(LinuxSpec other) {
        return new ContainerSpec(root, mounts, process, hostname, domainname, annotations, other);
    }

    /**
     * The root file system.
     *
     * @param path a directory of the host
     * @param readonly whether the container may not write to it
     */
    public record Root(String path, boolean readonly) {}

    /**
     * A mount.
     *
     * @param destination absolute path in the container
     * @param type of file system; {@code bind} with a bind mount
     * @param source host path of a bind mount, else a name to show
     * @param options mount(8)'s, flags and the file system's own mixed
     */
    public record Mount(String destination, String type, String source, List<String> options) {
        public Mount {
            options = List.copyOf(options);
        }

        /** True if a host path is mounted. */
        public boolean isBind() {
            return options.contains("bind") || options.contains("rbind");
        }
    }
}
