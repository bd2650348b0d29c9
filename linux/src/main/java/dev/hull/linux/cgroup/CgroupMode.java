package dev.hull.linux.cgroup;

/** How the host has its cgroups mounted. */
public enum CgroupMode {
    /** Only hierarchies of v1. */
    V1,
    /** Hierarchies of v1, and beside them one of v2 with what controllers v1 left. */
    HYBRID,
    /** One hierarchy, v2. */
    V2,
    /** Nothing is mounted: containers run without limits and counters. */
    NONE
}
