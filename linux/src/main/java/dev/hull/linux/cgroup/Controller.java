package dev.hull.linux.cgroup;

import org.jspecify.annotations.Nullable;

/** What limits or counts a resource: the controllers of cgroups(7) by their names in v1 and in v2. */
public enum Controller {
    CPU("cpu", "cpu"),
    /** In v2 every cgroup counts its cpu time. */
    CPUACCT("cpuacct", null),
    CPUSET("cpuset", "cpuset"),
    MEMORY("memory", "memory"),
    /** In v2 a BPF program, which needs no controller to be enabled. */
    DEVICES("devices", null),
    /** In v2 every cgroup has a freezer. */
    FREEZER("freezer", null),
    IO("blkio", "io"),
    PIDS("pids", "pids"),
    HUGETLB("hugetlb", "hugetlb");

    private final String v1Name;
    private final @Nullable String v2Name;

    Controller(String v1Name, @Nullable String v2Name) {
        this.v1Name = v1Name;
        this.v2Name = v2Name;
    }

    /** The name in /proc/self/cgroup and among a v1 hierarchy's mount options. */
    public String v1Name() {
        return v1Name;
    }

    /** The name in cgroup.controllers; null for what every v2 cgroup has without a controller. */
    public @Nullable String v2Name() {
        return v2Name;
    }
}
