package dev.hull.container;

import dev.hull.container.LinuxSpec.NamespaceSpec;
import dev.hull.container.device.DeviceAccess;
import dev.hull.container.device.DeviceNode;
import dev.hull.container.device.DeviceRule;
import dev.hull.container.device.DeviceRules;
import dev.hull.container.device.HostDevices;
import dev.hull.linux.cgroup.CgroupLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code linux} object of a specification. */
final class SpecLinux {
    /** What runtimes hide: it tells of the host, or changes it. */
    private static final List<String> MASKED = List.of(
            "/proc/acpi",
            "/proc/asound",
            "/proc/interrupts",
            "/proc/kcore",
            "/proc/keys",
            "/proc/latency_stats",
            "/proc/sched_debug",
            "/proc/scsi",
            "/proc/timer_list",
            "/proc/timer_stats",
            "/sys/devices/virtual/powercap",
            "/sys/firmware");

    private static final List<String> READ_ONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private SpecLinux() {}

    static LinuxSpec of(RunRequest request, SpecFacts facts, List<NamespaceSpec> namespaces, NamespaceSet own) {
        SecurityOptions security = request.security();
        boolean confined = request.preset() == Preset.CONTAINER && !security.privileged();
        boolean masks = confined && !security.unconfinedSystemPaths();
        List<DeviceNode> devices = devices(request);
        return new LinuxSpec(
                namespaces,
                mappings(request.namespaces().uidMappings(), own),
                mappings(request.namespaces().gidMappings(), own),
                timeOffsets(request.namespaces()),
                devices,
                CgroupLayout.path(request.resources().cgroupParent(), facts.id()),
                null,
                null,
                sysctls(security.sysctls(), own),
                SpecResources.of(request, rules(request, devices)),
                facts.seccomp(),
                masks ? MASKED : List.of(),
                masks ? READ_ONLY : List.of());
    }

    /** Without a mapping of its own, a new user namespace has the ids of the one around it. */
    private static List<IdMapping> mappings(List<IdMapping> asked, NamespaceSet own) {
        return asked.isEmpty() && own.makes(Namespace.USER) ? List.of(new IdMapping(0, 0, 0xFFFF_FFFFL)) : asked;
    }

    private static Map<String, TimeOffset> timeOffsets(NamespaceOptions options) {
        Map<String, TimeOffset> offsets = new LinkedHashMap<>();
        put(offsets, "monotonic", options.monotonicOffset());
        put(offsets, "boottime", options.boottimeOffset());
        return offsets;
    }

    private static void put(Map<String, TimeOffset> offsets, String clock, @Nullable TimeOffset offset) {
        if (offset != null) {
            offsets.put(clock, offset);
        }
    }

    private static List<DeviceNode> devices(RunRequest request) {
        List<DeviceNode> nodes = new ArrayList<>();
        try {
            if (request.security().privileged() && request.preset() != Preset.CHROOT) {
                nodes.addAll(HostDevices.read("/dev", "/dev"));
                nodes.removeIf(node -> isDefault(node.path()));
            }
            for (DeviceRequest device : request.files().devices()) {
                nodes.addAll(HostDevices.read(device.hostPath(), device.containerPath()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return nodes;
    }

    private static boolean isDefault(String path) {
        for (DeviceNode node : DeviceNode.DEFAULTS) {
            if (node.path().equals(path)) {
                return true;
            }
        }
        return path.equals("/dev/ptmx") || path.equals("/dev/console");
    }

    /** Devices are denied by default, but in a chroot, which restricts nothing. */
    private static List<DeviceRule> rules(RunRequest request, List<DeviceNode> nodes) {
        SecurityOptions security = request.security();
        if (request.preset() == Preset.CHROOT || security.privileged()) {
            return List.of();
        }
        List<DeviceRule> rules = new ArrayList<>(DeviceRules.defaults());
        int next = 0;
        for (DeviceRequest device : request.files().devices()) {
            // init makes the node from inside the cgroup
            DeviceAccess access = DeviceAccess.parse(device.access()).plusMknod();
            while (next < nodes.size() && isBelow(nodes.get(next).path(), device.containerPath())) {
                rules.add(nodes.get(next++).allowing(access));
            }
        }
        for (String rule : security.deviceCgroupRules()) {
            rules.addAll(DeviceRule.parse(rule));
        }
        return rules;
    }

    private static boolean isBelow(String path, String directory) {
        return path.startsWith(directory);
    }

    /** Only what a namespace of the container's own holds: anything else would change the host. */
    private static Map<String, String> sysctls(Map<String, String> asked, NamespaceSet own) {
        for (String name : asked.keySet()) {
            requireCanonical(name);
            Namespace namespace = namespaceOf(name);
            if (namespace == null) {
                throw new IllegalArgumentException(
                        "--sysctl " + name + ": it belongs to the whole machine, not to a namespace of the container");
            }
            if (!own.makes(namespace)) {
                throw new IllegalArgumentException("--sysctl " + name + ": it needs a " + namespace.word()
                        + " namespace of the container's own, and this one shares the host's");
            }
        }
        return asked;
    }

    /** The name becomes a path below /proc/sys: net/../kernel/core_pattern would be the host's. */
    private static void requireCanonical(String name) {
        for (String part : name.split(name.contains("/") ? "/" : "[.]", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw new IllegalArgumentException(
                        "--sysctl " + name + ": '" + part + "' is no part of a kernel parameter's name");
            }
        }
    }

    private static @Nullable Namespace namespaceOf(String sysctl) {
        // as sysctl(8): between slashes a dot is part of a name
        String name = sysctl.contains("/")
                ? sysctl.replace('.', ' ').replace('/', '.').replace(' ', '/')
                : sysctl;
        if (name.startsWith("net.")) {
            return Namespace.NET;
        }
        if (name.startsWith("fs.mqueue.")) {
            return Namespace.IPC;
        }
        return switch (name) {
            case "kernel.msgmax",
                    "kernel.msgmnb",
                    "kernel.msgmni",
                    "kernel.sem",
                    "kernel.shmall",
                    "kernel.shmmax",
                    "kernel.shmmni",
                    "kernel.shm_rmid_forced" -> Namespace.IPC;
            case "kernel.domainname" -> Namespace.UTS;
            default -> null;
        };
    }
}
