package dev.hull.container;

import dev.hull.container.LinuxSpec.NamespaceSpec;
import dev.hull.container.NamespaceMode.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which namespaces a container has: the preset's, changed by what was asked for. */
final class SpecNamespaces {
    private static final Set<Namespace> CONTAINER =
            EnumSet.of(Namespace.MOUNT, Namespace.PID, Namespace.IPC, Namespace.UTS, Namespace.CGROUP, Namespace.NET);

    private SpecNamespaces() {}

    static List<NamespaceSpec> of(RunRequest request, SpecFacts facts) {
        Map<Namespace, NamespaceMode> modes = request.namespaces().modes();
        Set<Namespace> defaults = defaults(request);
        List<NamespaceSpec> namespaces = new ArrayList<>();
        for (Namespace type : Namespace.values()) {
            NamespaceMode mode = modes.get(type);
            if (mode == null) {
                if (defaults.contains(type)) {
                    namespaces.add(new NamespaceSpec(type, null));
                }
            } else if (mode.isNew()) {
                namespaces.add(new NamespaceSpec(type, null));
            } else if (mode.kind() == Kind.PATH) {
                namespaces.add(new NamespaceSpec(type, path(type, mode.target())));
            } else if (mode.kind() == Kind.CONTAINER) {
                namespaces.add(joined(type, mode.target(), facts));
            }
        }
        check(request, new NamespaceSet(namespaces));
        return namespaces;
    }

    /**
     * As unshare(1) has it, the namespaces preset makes what is asked for and nothing else; if nothing is asked for, or
     * only what to share, it makes all that need no further setting. The chroot preset makes none, or the one that its
     * mounts need.
     */
    private static Set<Namespace> defaults(RunRequest request) {
        return switch (request.preset()) {
            case CONTAINER -> CONTAINER;
            case NAMESPACES -> asksForSome(request) ? EnumSet.noneOf(Namespace.class) : CONTAINER;
            case CHROOT -> needsMounts(request) ? EnumSet.of(Namespace.MOUNT) : EnumSet.noneOf(Namespace.class);
        };
    }

    private static boolean asksForSome(RunRequest request) {
        for (NamespaceMode mode : request.namespaces().modes().values()) {
            if (mode.kind() != Kind.HOST) {
                return true;
            }
        }
        return false;
    }

    /** Mounts of a chroot never show on the host: they get a mount namespace of their own. */
    private static boolean needsMounts(RunRequest request) {
        return !request.files().mounts().isEmpty() || request.files().readOnly();
    }

    private static String path(Namespace type, String target) {
        boolean pid = !target.isEmpty() && target.chars().allMatch(c -> c >= '0' && c <= '9');
        if (pid) {
            return "/proc/" + target + "/ns/" + type.procName();
        }
        if (!target.startsWith("/")) {
            throw new IllegalArgumentException("--join " + type.word() + "=" + target
                    + ": neither a process id nor an absolute path of a namespace");
        }
        return target;
    }

    private static NamespaceSpec joined(Namespace type, String container, SpecFacts facts) {
        for (NamespaceSpec namespace : facts.joined()) {
            if (namespace.type() == type) {
                return namespace;
            }
        }
        throw new IllegalArgumentException(
                "the " + type.word() + " namespace of container " + container + " cannot be joined: it is not running");
    }

    private static void check(RunRequest request, NamespaceSet own) {
        NamespaceOptions options = request.namespaces();
        if (!own.makes(Namespace.TIME) && (options.monotonicOffset() != null || options.boottimeOffset() != null)) {
            throw new IllegalArgumentException("clock offsets need a new time namespace: give --unshare time");
        }
        if (!own.makes(Namespace.USER)
                && !(options.uidMappings().isEmpty() && options.gidMappings().isEmpty())) {
            throw new IllegalArgumentException("id mappings need a new user namespace: give --userns private");
        }
        if (options.uidMappings().isEmpty() != options.gidMappings().isEmpty()) {
            throw new IllegalArgumentException("give mappings for both users and groups, or for neither");
        }
        if (request.preset() == Preset.CONTAINER && !own.has(Namespace.MOUNT)) {
            throw new IllegalArgumentException(
                    "a container needs a mount namespace of its own; choose --in chroot or --in namespaces to share"
                            + " it");
        }
    }
}
