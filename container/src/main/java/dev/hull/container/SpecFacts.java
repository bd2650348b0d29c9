package dev.hull.container;

import dev.hull.container.capability.HeldCapabilities;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request does not say and a specification needs: looked up or made by the engine.
 *
 * @param id the container's, 64 hex digits
 * @param user who runs the program
 * @param rootPath {@code root.path}: the directory that is, or becomes, the root file system
 * @param mounts the request's mounts and the image's volumes, with every volume's source as a host path, in the order
 *     given
 * @param joined the namespaces of other containers by the path of their nsfs file: what {@code container:NAME} in the
 *     request stands for
 * @param hostFiles host paths of what is mounted on /etc/resolv.conf, /etc/hostname and /etc/hosts, or null for the
 *     image's own
 * @param held what this process can give
 * @param seccomp the runtime-spec's {@code seccomp} object as JSON text, or null for no filter
 */
public record SpecFacts(
        String id,
        ResolvedUser user,
        String rootPath,
        List<MountRequest> mounts,
        List<LinuxSpec.NamespaceSpec> joined,
        @Nullable HostFiles hostFiles,
        HeldCapabilities held,
        @Nullable String seccomp) {
    public SpecFacts {
        mounts = List.copyOf(mounts);
        joined = List.copyOf(joined);
    }

    /** Files that the engine writes for the container. */
    public record HostFiles(String resolvConf, String hostname, String hosts) {}
}
