package dev.hull.container;

import dev.hull.container.ContainerSpec.Mount;
import dev.hull.container.MountRequest.Recursion;
import dev.hull.container.NamespaceMode.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The mounts of a specification: what runtimes give every container, the engine's files, and what was asked for. */
final class SpecMounts {
    private static final long SHM_SIZE = 64 << 20;

    /** What lxcfs shows in another way, and what is harmless. */
    private static final Set<String> REPLACEABLE = Set.of(
            "/proc/cpuinfo",
            "/proc/diskstats",
            "/proc/loadavg",
            "/proc/meminfo",
            "/proc/net/dev",
            "/proc/slabinfo",
            "/proc/stat",
            "/proc/swaps",
            "/proc/uptime");

    private SpecMounts() {}

    static List<Mount> of(RunRequest request, SpecFacts facts, NamespaceSet own) {
        List<Mount> mounts = new ArrayList<>();
        if (request.preset() != Preset.CHROOT && own.makes(Namespace.MOUNT)) {
            kernelFileSystems(request, own, mounts);
        }
        if (own.makes(Namespace.MOUNT)) {
            hostFiles(facts, mounts);
        }
        List<Mount> asked = new ArrayList<>();
        for (MountRequest mount : facts.mounts()) {
            asked.add(checked(mount(mount), request));
        }
        if (!asked.isEmpty() && !own.has(Namespace.MOUNT)) {
            throw new IllegalArgumentException("mounts need a mount namespace of the container's own: --unshare mount");
        }
        replaceDefaults(mounts, asked);
        // a mount below another's target comes after it, whatever order they were given in
        asked.sort((a, b) -> Integer.compare(depth(a), depth(b)));
        mounts.addAll(asked);
        return mounts;
    }

    private static void kernelFileSystems(RunRequest request, NamespaceSet own, List<Mount> mounts) {
        boolean privileged = request.security().privileged() || request.preset() == Preset.NAMESPACES;
        String access = privileged ? "rw" : "ro";
        mounts.add(new Mount("/proc", "proc", "proc", List.of("nosuid", "noexec", "nodev")));
        mounts.add(new Mount("/dev", "tmpfs", "tmpfs", List.of("nosuid", "strictatime", "mode=755", "size=65536k")));
        mounts.add(new Mount(
                "/dev/pts",
                "devpts",
                "devpts",
                List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5")));
        if (own.makes(Namespace.USER) && !own.makes(Namespace.NET)) {
            // sysfs belongs to the network namespace: another user namespace's owner may not mount it
            mounts.add(
                    new Mount("/sys", "bind", "/sys", List.of("rbind", "nosuid", "noexec", "nodev", "ro", "rprivate")));
        } else {
            mounts.add(new Mount("/sys", "sysfs", "sysfs", List.of("nosuid", "noexec", "nodev", access)));
        }
        mounts.add(new Mount("/sys/fs/cgroup", "cgroup", "cgroup", List.of(access, "nosuid", "noexec", "nodev")));
        mounts.add(new Mount("/dev/mqueue", "mqueue", "mqueue", List.of("nosuid", "noexec", "nodev")));
        shm(request, mounts);
    }

    private static void shm(RunRequest request, List<Mount> mounts) {
        NamespaceMode ipc = request.namespaces().modes().get(Namespace.IPC);
        Kind kind = ipc == null ? Kind.PRIVATE : ipc.kind();
        if (kind == Kind.HOST) {
            mounts.add(new Mount("/dev/shm", "bind", "/dev/shm", List.of("rbind", "rw", "rprivate")));
        } else if (kind != Kind.NONE) {
            Long asked = request.files().shmSize();
            long size = asked == null ? SHM_SIZE : asked;
            mounts.add(new Mount(
                    "/dev/shm", "tmpfs", "shm", List.of("nosuid", "noexec", "nodev", "mode=1777", "size=" + size)));
        }
    }

    private static void hostFiles(SpecFacts facts, List<Mount> mounts) {
        SpecFacts.HostFiles files = facts.hostFiles();
        if (files != null) {
            List<String> options = List.of("bind", "rprivate");
            mounts.add(new Mount("/etc/resolv.conf", "bind", files.resolvConf(), options));
            mounts.add(new Mount("/etc/hostname", "bind", files.hostname(), options));
            mounts.add(new Mount("/etc/hosts", "bind", files.hosts(), options));
        }
    }

    /**
     * Not over what holds the masks, and not where programs look for what the kernel says of them: only the few files
     * that lxcfs and the like replace, and whole kernel file systems in a privileged container.
     */
    private static Mount checked(Mount mount, RunRequest request) {
        String target = mount.destination();
        boolean kernels = target.equals("/proc") || target.startsWith("/proc/");
        if (kernels
                && request.preset() == Preset.CONTAINER
                && !request.security().privileged()
                && !REPLACEABLE.contains(target)) {
            throw new IllegalArgumentException("a mount on " + target
                    + " would hide what the kernel says of the container: mount it elsewhere, or give --privileged");
        }
        return mount;
    }

    /** Who mounts on a default's place means it. */
    private static void replaceDefaults(List<Mount> mounts, List<Mount> asked) {
        Set<String> targets = new LinkedHashSet<>();
        for (Mount mount : asked) {
            if (!targets.add(mount.destination())) {
                throw new IllegalArgumentException("two mounts on " + mount.destination() + ": leave one out");
            }
        }
        mounts.removeIf(mount -> targets.contains(mount.destination()));
    }

    private static int depth(Mount mount) {
        int depth = 0;
        for (int i = 0; i < mount.destination().length(); i++) {
            if (mount.destination().charAt(i) == '/') {
                depth++;
            }
        }
        return depth;
    }

    private static Mount mount(MountRequest request) {
        String target = normalized(request.target());
        if (request.type() == MountRequest.Type.TMPFS) {
            return tmpfs(request, target);
        }
        String source = request.source();
        if (source == null || !source.startsWith("/")) {
            throw new IllegalArgumentException(
                    "the mount on " + target + " has no absolute source: " + (source == null ? "none" : source));
        }
        List<String> options = new ArrayList<>();
        options.add(request.recursion() == Recursion.DISABLED ? "bind" : "rbind");
        if (request.readOnly()) {
            boolean recursive = request.recursion() == Recursion.ENABLED || request.recursion() == Recursion.READONLY;
            options.add(recursive ? "rro" : "ro");
        } else if (request.recursion() == Recursion.READONLY || request.recursion() == Recursion.WRITABLE) {
            throw new IllegalArgumentException("the mount on " + target + ": bind-recursive="
                    + (request.recursion() == Recursion.READONLY ? "readonly" : "writable") + " needs readonly");
        }
        String propagation = request.propagation();
        options.add(propagation == null ? "rprivate" : propagation);
        return new Mount(target, "bind", source, options);
    }

    /** Absolute, without empty, {@code .} and {@code ..} parts: what is compared must have one form. */
    static String normalized(String target) {
        if (!target.startsWith("/")) {
            throw new IllegalArgumentException("the mount target '" + target + "' is not an absolute path");
        }
        List<String> parts = new ArrayList<>();
        for (String part : target.split("/")) {
            if (part.equals("..")) {
                if (!parts.isEmpty()) {
                    parts.removeLast();
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("the mount target '" + target + "' is the root itself");
        }
        return "/" + String.join("/", parts);
    }

    /** Safe unless told otherwise: {@code exec}, {@code suid} and {@code dev} take the default's opposite away. */
    private static Mount tmpfs(MountRequest request, String target) {
        Set<String> options = new LinkedHashSet<>(List.of("nosuid", "nodev", "noexec"));
        if (request.readOnly()) {
            options.add("ro");
        }
        if (request.tmpfsSize() != null) {
            options.add("size=" + request.tmpfsSize());
        }
        if (request.tmpfsMode() != null) {
            options.add("mode=" + Integer.toOctalString(request.tmpfsMode()));
        }
        for (String option : request.options().isEmpty()
                ? List.<String>of()
                : Arrays.asList(request.options().split(","))) {
            options.remove(opposite(option));
            options.add(option);
        }
        return new Mount(target, "tmpfs", "tmpfs", List.copyOf(options));
    }

    private static String opposite(String option) {
        return switch (option) {
            case "exec", "suid", "dev" -> "no" + option;
            case "rw" -> "ro";
            default -> "";
        };
    }
}
