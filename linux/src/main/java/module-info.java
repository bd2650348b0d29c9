/** The kernel as Java sees it: system calls, errno, owned file descriptors, cgroups, bpf. */
module dev.hull.linux {
    requires static transitive org.jspecify;

    exports dev.hull.linux;
    exports dev.hull.linux.call;
    exports dev.hull.linux.cgroup;
}
