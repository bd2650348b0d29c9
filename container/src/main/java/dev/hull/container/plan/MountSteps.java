package dev.hull.container.plan;

import dev.hull.container.ContainerSpec;
import dev.hull.container.ContainerSpec.Mount;
import dev.hull.container.IdMapping;
import dev.hull.container.Namespace;
import dev.hull.launch.Argument;
import dev.hull.launch.Slot;
import dev.hull.launch.Stage;
import dev.hull.linux.MountFlags;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.Syscall;
import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The mounts of the specification, in its order, in init's own mount namespace. */
final class MountSteps {
    private final StepList steps;
    private final ContainerSpec spec;
    private final Trees trees;
    private final ProcSteps proc;
    private final CgroupMountSteps cgroups;

    /** Trees of the host by their mount; taken before the old root is made private. */
    private final Map<Mount, Slot> taken = new HashMap<>();

    MountSteps(StepList steps, ContainerSpec spec, ProcSteps proc, CgroupMountSteps cgroups) {
        this.steps = steps;
        this.spec = spec;
        this.trees = new Trees(steps);
        this.proc = proc;
        this.cgroups = cgroups;
    }

    /**
     * Nothing that is mounted here reaches the host. A tree that shall be shared is taken before: what is taken from a
     * private mount has no peers any more.
     */
    void isolate() {
        boolean slave = false;
        for (Mount mount : spec.mounts()) {
            long propagation = MountOptions.parse(mount.options()).propagation();
            if (propagation == MountFlags.MS_SHARED) {
                take(mount);
            }
            slave |= propagation == MountFlags.MS_SLAVE;
        }
        String names = slave ? "MS_SLAVE" : "MS_PRIVATE";
        steps.call(
                Stage.INIT,
                "cut this mount namespace off the host's",
                Syscall.MOUNT_SETATTR,
                Constants.CWD,
                Argument.text("/"),
                Argument.value(OpenFlags.AT_RECURSIVE, "AT_RECURSIVE"),
                Constants.mountAttributes(0, 0, slave ? MountFlags.MS_SLAVE : MountFlags.MS_PRIVATE, names),
                Constants.MOUNT_ATTR_SIZE);
    }

    private Slot take(Mount mount) {
        Slot tree = taken.get(mount);
        if (tree == null) {
            boolean below = MountOptions.parse(mount.options()).bind() == MountOptions.Bind.RECURSIVE;
            tree = trees.host(mount.source(), below);
            taken.put(mount, tree);
        }
        return tree;
    }

    /** Mounts everything. The devices are made in /dev before it is attached. */
    void mount(Targets targets, DeviceSteps devices) {
        for (Mount mount : spec.mounts()) {
            MountOptions options = MountOptions.parse(mount.options());
            if (mount.isBind()) {
                bind(mount, options, targets);
            } else if (mount.type().equals("cgroup") || mount.type().equals("cgroup2")) {
                cgroups.mount(mount.destination(), options, targets);
            } else {
                fileSystem(mount, options, targets, devices);
            }
        }
    }

    private void bind(Mount mount, MountOptions options, Targets targets) {
        Slot tree = take(mount);
        for (Attributes attributes : attributes(options)) {
            trees.attributes(tree, attributes.struct(), attributes.below(), attributes.why(mount.destination()));
        }
        boolean directory = new File(mount.source()).isDirectory();
        Slot target = directory
                ? targets.directory(mount.destination())
                : isHostFile(mount.destination())
                        ? targets.fileItself(mount.destination())
                        : targets.file(mount.destination());
        trees.attach(tree, target, mount.destination());
    }

    /** Where an image's link may point to nothing: mounted on the link itself, it is what everybody finds. */
    private static boolean isHostFile(String path) {
        return path.equals("/etc/resolv.conf") || path.equals("/etc/hostname") || path.equals("/etc/hosts");
    }

    /** One mount_setattr(2) each: attributes and propagation may reach differently deep. */
    private record Attributes(Argument.Struct struct, boolean below, String names) {
        String why(String destination) {
            return "set " + names + " on the mount for " + destination;
        }
    }

    private static List<Attributes> attributes(MountOptions options) {
        List<Attributes> list = new ArrayList<>();
        long propagation = options.propagation();
        String name = propagationName(propagation);
        boolean changes = options.set() != 0 || options.clear() != 0;
        if (changes && (propagation == 0 || options.recursive() == options.propagationRecursive())) {
            String names = options.attributeNames() + (propagation == 0 ? "" : "|" + name);
            list.add(new Attributes(
                    Constants.mountAttributes(options.set(), options.clear(), propagation, names),
                    options.recursive(),
                    names));
            return list;
        }
        if (changes) {
            String names = options.attributeNames();
            list.add(new Attributes(
                    Constants.mountAttributes(options.set(), options.clear(), 0, names), options.recursive(), names));
        }
        if (propagation != 0) {
            list.add(new Attributes(
                    Constants.mountAttributes(0, 0, propagation, name), options.propagationRecursive(), name));
        }
        return list;
    }

    private static String propagationName(long propagation) {
        if (propagation == MountFlags.MS_SHARED) {
            return "MS_SHARED";
        }
        if (propagation == MountFlags.MS_SLAVE) {
            return "MS_SLAVE";
        }
        return propagation == MountFlags.MS_UNBINDABLE ? "MS_UNBINDABLE" : "MS_PRIVATE";
    }

    private void fileSystem(Mount mount, MountOptions options, Targets targets, DeviceSteps devices) {
        String path = mount.destination();
        Slot tree = mount.type().equals("proc") && isProcDefault(options)
                ? proc.procfs()
                : trees.fileSystem(
                        mount.type(), mount.source(), data(mount, options), options.set(), options.attributeNames());
        Slot target = isKernels(mount) ? targets.plainDirectory(path) : targets.directory(path);
        if (path.equals("/dev") && mount.type().equals("tmpfs")) {
            devices.populate(tree);
        }
        trees.attach(tree, target, path);
        if (path.equals("/dev/pts") && mount.type().equals("devpts")) {
            devices.terminals(tree);
        }
    }

    private static boolean isProcDefault(MountOptions options) {
        return options.set() == ProcSteps.ATTRIBUTES && options.data().isEmpty();
    }

    /** The kernel's own file systems are never mounted through a link of the image (CVE-2026-41579). */
    private static boolean isKernels(Mount mount) {
        return switch (mount.destination()) {
            case "/proc", "/sys", "/dev", "/dev/pts", "/dev/shm", "/dev/mqueue", "/sys/fs/cgroup" -> true;
            default -> false;
        };
    }

    /** In a user namespace where group 5 has no id, devpts refuses {@code gid=5}: the group stays root's. */
    private List<String> data(Mount mount, MountOptions options) {
        if (!mount.type().equals("devpts") || !spec.linux().makes(Namespace.USER)) {
            return options.data();
        }
        List<String> data = new ArrayList<>(options.data());
        data.removeIf(option -> option.startsWith("gid=") && !isMapped(Long.parseLong(option.substring(4))));
        return data;
    }

    private boolean isMapped(long gid) {
        for (IdMapping mapping : spec.linux().gidMappings()) {
            if (gid >= mapping.containerId() && gid < mapping.containerId() + mapping.size()) {
                return true;
            }
        }
        return false;
    }
}
