package dev.hull.container.plan;

import dev.hull.container.ContainerSpec;
import dev.hull.container.ContainerSpec.Mount;
import dev.hull.container.ProcessSpec;
import dev.hull.container.capability.CapabilitySet;
import dev.hull.container.capability.ProcessCapabilities;
import dev.hull.linux.Capability;
import dev.hull.linux.cgroup.CgroupLayout;
import dev.hull.linux.cgroup.Controller;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A container whose devices are restricted, on a host without a controller that could do it: it gets no CAP_MKNOD, and
 * every file system of it is nodev but the /dev that is made for it and the terminals in there.
 */
final class UncontrolledDevices {
    private static final Set<String> PREPARED = Set.of("/dev", "/dev/pts");

    private UncontrolledDevices() {}

    /** Whether the specification restricts devices and this host has no controller for it. */
    static boolean isCase(ContainerSpec spec, CgroupLayout cgroups) {
        return !spec.linux().resources().devices().isEmpty() && cgroups.placeOf(Controller.DEVICES) == null;
    }

    /** The specification with what replaces the controller. */
    static ContainerSpec restrained(ContainerSpec spec) {
        List<Mount> mounts = new ArrayList<>();
        for (Mount mount : spec.mounts()) {
            mounts.add(PREPARED.contains(mount.destination()) && !mount.isBind() ? mount : withoutDevices(mount));
        }
        return new ContainerSpec(
                spec.root(),
                mounts,
                withoutMknod(spec.process()),
                spec.hostname(),
                spec.domainname(),
                spec.annotations(),
                spec.linux());
    }

    private static Mount withoutDevices(Mount mount) {
        List<String> options = new ArrayList<>(mount.options());
        options.add("rnodev");
        return new Mount(mount.destination(), mount.type(), mount.source(), options);
    }

    private static ProcessSpec withoutMknod(ProcessSpec process) {
        ProcessCapabilities held = process.capabilities();
        if (held == null) {
            return process;
        }
        CapabilitySet mknod = CapabilitySet.of(Capability.CAP_MKNOD);
        return new ProcessSpec(
                process.terminal(),
                process.user(),
                process.args(),
                process.env(),
                process.cwd(),
                new ProcessCapabilities(
                        held.bounding().minus(mknod),
                        held.effective().minus(mknod),
                        held.inheritable().minus(mknod),
                        held.permitted().minus(mknod),
                        held.ambient().minus(mknod)),
                process.rlimits(),
                process.noNewPrivileges(),
                process.apparmorProfile(),
                process.oomScoreAdj(),
                process.selinuxLabel());
    }
}
