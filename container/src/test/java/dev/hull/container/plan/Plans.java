package dev.hull.container.plan;

import dev.hull.container.ContainerSpec;
import dev.hull.container.ImageDefaults;
import dev.hull.container.MountRequest;
import dev.hull.container.Presets;
import dev.hull.container.ResolvedUser;
import dev.hull.container.RunRequest;
import dev.hull.container.SpecFacts;
import dev.hull.container.capability.CapabilitySet;
import dev.hull.container.capability.HeldCapabilities;
import dev.hull.container.seccomp.DefaultSeccomp;
import dev.hull.container.seccomp.KernelVersion;
import dev.hull.container.seccomp.SeccompFilter;
import dev.hull.launch.KeeperSettings;
import dev.hull.launch.LaunchPlan;
import dev.hull.linux.Architecture;
import dev.hull.linux.cgroup.CgroupHierarchies;
import dev.hull.linux.cgroup.CgroupLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plans of this host for tests: what the engine would look up, with directories below one of the test's own. */
final class Plans {
    static final String ID = "0123456789abcdef".repeat(3) + "fedcba9876543210";

    private final Path directory;
    String id = ID;
    ResolvedUser user = ResolvedUser.ROOT;

    @Nullable
    String seccomp;

    SpecFacts.@Nullable HostFiles hostFiles;
    KernelVersion kernel = KernelVersion.ofHost();

    @Nullable
    Rootfs rootfs;

    Plans(Path directory) {
        this.directory = directory;
    }

    static Architecture architecture() {
        return Architecture.ofHost();
    }

    /** The default filter of the container preset. */
    Plans withSeccomp() {
        seccomp = DefaultSeccomp.json(architecture(), CapabilitySet.DEFAULT);
        return this;
    }

    Rootfs host() {
        return new Rootfs.Host(List.of(new Rootfs.HostMount("/", false)), List.of("/root", "/etc/shadow"), layer());
    }

    Rootfs.WritableLayer layer() {
        return new Rootfs.WritableLayer(
                directory.resolve("upper").toString(), directory.resolve("work").toString(), true);
    }

    Path run() {
        return directory.resolve("run");
    }

    ContainerSpec spec(RunRequest request) throws IOException {
        List<MountRequest> mounts = request.files().mounts();
        return Presets.specify(
                request,
                ImageDefaults.NONE,
                new SpecFacts(id, user, "/", mounts, List.of(), hostFiles, HeldCapabilities.ofThisProcess(), seccomp));
    }

    LaunchPlan plan(RunRequest request) throws IOException {
        return plan(spec(request), request);
    }

    LaunchPlan plan(ContainerSpec spec, RunRequest request) throws IOException {
        return Planner.plan(spec, facts(spec, request));
    }

    /** A further program in the container that {@code running} are the facts of. */
    LaunchPlan exec(Plans running, ContainerSpec spec, RunRequest request) throws IOException {
        seccomp = running.seccomp;
        ContainerSpec own = Presets.specify(
                request,
                ImageDefaults.NONE,
                new SpecFacts(
                        running.id, user, "/", List.of(), List.of(), null, HeldCapabilities.ofThisProcess(), seccomp));
        return ExecPlanner.plan(
                spec, own.process(), running.run().resolve("ctl").toString(), facts(spec, request));
    }

    private PlanFacts facts(ContainerSpec spec, RunRequest request) throws IOException {
        Files.createDirectories(run());
        SeccompFilter filter = seccomp == null
                ? null
                : DefaultSeccomp.filter(
                        seccomp,
                        architecture(),
                        Objects.requireNonNull(spec.process().capabilities()).bounding());
        CgroupLayout cgroups = CgroupLayout.of(
                CgroupHierarchies.discover(), String.valueOf(spec.linux().cgroupsPath()));
        return new PlanFacts(
                rootfs == null ? host() : rootfs,
                cgroups,
                kernel,
                HeldCapabilities.ofThisProcess(),
                filter,
                keeper(request));
    }

    private KeeperSettings keeper(RunRequest request) throws IOException {
        Set<KeeperSettings.Flag> flags =
                EnumSet.of(KeeperSettings.Flag.ATTACH_STDOUT, KeeperSettings.Flag.ATTACH_STDERR);
        if (request.streams().interactive()) {
            flags.addAll(Set.of(
                    KeeperSettings.Flag.STDIN, KeeperSettings.Flag.STDIN_ONCE, KeeperSettings.Flag.ATTACH_STDIN));
        }
        if (request.streams().tty()) {
            flags.add(KeeperSettings.Flag.TTY);
        }
        return new KeeperSettings(
                id,
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip(),
                flags,
                run().toString(),
                null,
                0,
                1,
                15,
                KeeperSettings.Restart.NO,
                0,
                null,
                List.of("/bin/echo"),
                List.of(),
                new byte[0]);
    }
}
