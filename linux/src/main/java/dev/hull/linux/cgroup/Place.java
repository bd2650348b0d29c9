package dev.hull.linux.cgroup;

/**
 * A container's cgroup in one hierarchy.
 *
 * @param path below the mount point: {@code /hull/ID}
 */
public record Place(Hierarchy hierarchy, String path) {
    public String directory() {
        return hierarchy.directory(path);
    }

    public String file(String name) {
        return directory() + "/" + name;
    }

    /**
     * Where a process without other threads writes {@code 0} to join.
     *
     * <p>In v1 {@code tasks}: the kernel then moves the writer alone and needs no threadgroup lock, which costs an RCU
     * grace period (about 10 ms) whenever nobody in the host has joined a cgroup for some 16 ms. In v2 only
     * {@code cgroup.procs} will do: it pays that, clone3(2) with CLONE_INTO_CGROUP does not.
     */
    public String joinFile() {
        return file(hierarchy.isV2() ? "cgroup.procs" : "tasks");
    }

    /** Lists the processes of this cgroup, one pid a line. */
    public String procsFile() {
        return file("cgroup.procs");
    }
}
