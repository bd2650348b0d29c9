package dev.hull.container;

import dev.hull.container.device.DeviceNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The runtime-spec's {@code linux} object, see its config-linux.md.
 *
 * @param namespaces new ones and joined ones; a namespace that is not listed is the host's
 * @param timeOffsets by clock: {@code monotonic}, {@code boottime}
 * @param devices device nodes made beside the default ones
 * @param cgroupsPath below the cgroup root, or null for none of its own
 * @param rootfsPropagation {@code private}, {@code slave}, {@code shared}, {@code unbindable}, or null for private
 * @param seccomp the {@code seccomp} object as JSON text, or null for no filter
 */
public record LinuxSpec(
        List<NamespaceSpec> namespaces,
        List<IdMapping> uidMappings,
        List<IdMapping> gidMappings,
        Map<String, TimeOffset> timeOffsets,
        List<DeviceNode> devices,
        @Nullable String cgroupsPath,
        @Nullable String rootfsPropagation,
        @Nullable String mountLabel,
        Map<String, String> sysctl,
        ResourcesSpec resources,
        @Nullable String seccomp,
        List<String> maskedPaths,
        List<String> readonlyPaths) {
    public LinuxSpec {
        namespaces = List.copyOf(namespaces);
        uidMappings = List.copyOf(uidMappings);
        gidMappings = List.copyOf(gidMappings);
        timeOffsets = Collections.unmodifiableMap(new LinkedHashMap<>(timeOffsets));
        devices = List.copyOf(devices);
        sysctl = Collections.unmodifiableMap(new LinkedHashMap<>(sysctl));
        maskedPaths = List.copyOf(maskedPaths);
        readonlyPaths = List.copyOf(readonlyPaths);
    }

    /**
     * A namespace.
     *
     * @param path of an nsfs file to join, or null for a new one
     */
    public record NamespaceSpec(Namespace type, @Nullable String path) {}

    /** The same with a seccomp filter: what it holds depends on the rest. */
    public LinuxSpec filteredBy(@Nullable String json) {
        return new LinuxSpec(
                namespaces,
                uidMappings,
                gidMappings,
                timeOffsets,
                devices,
                cgroupsPath,
                rootfsPropagation,
                mountLabel,
                sysctl,
                resources,
                json,
                maskedPaths,
                readonlyPaths);
    }

    /** The same in other namespaces. */
    public LinuxSpec in(List<NamespaceSpec> others) {
        return new LinuxSpec(
                others,
                uidMappings,
                gidMappings,
                timeOffsets,
                devices,
                cgroupsPath,
                rootfsPropagation,
                mountLabel,
                sysctl,
                resources,
                seccomp,
                maskedPaths,
                readonlyPaths);
    }

    /** The same with other limits. */
    public LinuxSpec limitedBy(ResourcesSpec limits) {
        return new LinuxSpec(
                namespaces,
                uidMappings,
                gidMappings,
                timeOffsets,
                devices,
                cgroupsPath,
                rootfsPropagation,
                mountLabel,
                sysctl,
                limits,
                seccomp,
                maskedPaths,
                readonlyPaths);
    }

    /** The namespace of that type, or null if it is the host's. */
    public @Nullable NamespaceSpec namespace(Namespace type) {
        for (NamespaceSpec namespace : namespaces) {
            if (namespace.type() == type) {
                return namespace;
            }
        }
        return null;
    }

    /** This with one more namespace. */
    public LinuxSpec with(NamespaceSpec namespace) {
        List<NamespaceSpec> more = new ArrayList<>(namespaces);
        more.add(namespace);
        return in(more);
    }

    /** True if a new namespace of that type is made. */
    public boolean makes(Namespace type) {
        NamespaceSpec namespace = namespace(type);
        return namespace != null && namespace.path() == null;
    }
}
