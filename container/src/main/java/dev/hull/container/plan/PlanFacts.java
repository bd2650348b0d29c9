package dev.hull.container.plan;

import dev.hull.container.capability.HeldCapabilities;
import dev.hull.container.seccomp.KernelVersion;
import dev.hull.container.seccomp.SeccompFilter;
import dev.hull.launch.KeeperSettings;
import dev.hull.linux.cgroup.CgroupLayout;
import org.jspecify.annotations.Nullable;

/**
 * What a plan needs beside the specification: the host as it is, and the container's place on it.
 *
 * @param rootfs what becomes the root
 * @param cgroups where the container's cgroups are
 * @param kernel the running kernel
 * @param held what this process can give
 * @param filter the seccomp filter, compiled from the specification's {@code seccomp}; null for none
 * @param keeper what client and keeper need; its flags tell of terminal and stdin
 */
public record PlanFacts(
        Rootfs rootfs,
        CgroupLayout cgroups,
        KernelVersion kernel,
        HeldCapabilities held,
        @Nullable SeccompFilter filter,
        KeeperSettings keeper) {
    /** True if stdin is a pipe of the keeper's. */
    boolean hasStdin() {
        return keeper.flags().contains(KeeperSettings.Flag.STDIN);
    }

    /** Whether the kernel is that new. */
    boolean kernelHas(int major, int minor) {
        return kernel.major() > major || (kernel.major() == major && kernel.minor() >= minor);
    }
}
