package dev.hull.linux.cgroup;

import java.util.Set;

/**
 * A mounted tree of cgroups.
 *
 * @param version 1 or 2
 * @param mountPoint absolute, as this process sees it
 * @param name the controllers' names, or {@code name=systemd} for a v1 tree without controllers; {@code unified} for v2
 * @param controllers that live in this tree; in v2 also those that need no enabling (cpuacct, devices, freezer)
 * @param ownPath where this process is, relative to the mount point: {@code /} or {@code /a/b}
 */
public record Hierarchy(int version, String mountPoint, String name, Set<Controller> controllers, String ownPath) {
    public Hierarchy {
        controllers = Set.copyOf(controllers);
    }

    public boolean isV2() {
        return version == 2;
    }

    /** The directory of a cgroup; {@code path} is {@code /} or {@code /a/b}. */
    public String directory(String path) {
        return path.equals("/") ? mountPoint : mountPoint + path;
    }
}
