package dev.hull.container;

/**
 * The kernel's namespaces, see namespaces(7).
 *
 * <p>Each has three names: the one users of unshare(1) type, the runtime-spec's, and the link's in /proc/PID/ns.
 */
public enum Namespace {
    MOUNT("mount", "mount", "mnt", 0x00020000, "CLONE_NEWNS"),
    PID("pid", "pid", "pid", 0x20000000, "CLONE_NEWPID"),
    NET("net", "network", "net", 0x40000000, "CLONE_NEWNET"),
    IPC("ipc", "ipc", "ipc", 0x08000000, "CLONE_NEWIPC"),
    UTS("uts", "uts", "uts", 0x04000000, "CLONE_NEWUTS"),
    USER("user", "user", "user", 0x10000000, "CLONE_NEWUSER"),
    CGROUP("cgroup", "cgroup", "cgroup", 0x02000000, "CLONE_NEWCGROUP"),
    TIME("time", "time", "time", 0x00000080, "CLONE_NEWTIME");

    private final String word;
    private final String ociName;
    private final String procName;
    private final int cloneFlag;
    private final String flagName;

    Namespace(String word, String ociName, String procName, int cloneFlag, String flagName) {
        this.word = word;
        this.ociName = ociName;
        this.procName = procName;
        this.cloneFlag = cloneFlag;
        this.flagName = flagName;
    }

    /** What users type. */
    public String word() {
        return word;
    }

    /** The {@code type} in config.json. */
    public String ociName() {
        return ociName;
    }

    /** The link below {@code /proc/PID/ns}. */
    public String procName() {
        return procName;
    }

    /** {@code CLONE_NEW*}, as clone3(2), unshare(2) and setns(2) take it. */
    public int cloneFlag() {
        return cloneFlag;
    }

    /** The flag's name. */
    public String flagName() {
        return flagName;
    }

    /**
     * The namespace by any of its names.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Namespace named(String name) {
        for (Namespace namespace : values()) {
            if (namespace.word.equals(name) || namespace.ociName.equals(name) || namespace.procName.equals(name)) {
                return namespace;
            }
        }
        throw new IllegalArgumentException(
                "unknown namespace '" + name + "'; there are mount, pid, net, ipc, uts, user, cgroup and time");
    }
}
