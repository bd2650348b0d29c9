package dev.hull.linux;

/**
 * Flags of clone(2), clone3(2), unshare(2) and setns(2).
 *
 * <p>Source: {@code include/uapi/linux/sched.h}. {@link #CLONE_NEWTIME} lies in clone(2)'s byte for the exit signal: only
 * clone3, unshare and setns take it.
 */
public final class CloneFlags {
    // What parent and child share
    public static final long CLONE_VM = 0x100;
    public static final long CLONE_FS = 0x200;
    public static final long CLONE_FILES = 0x400;
    public static final long CLONE_SIGHAND = 0x800;
    public static final long CLONE_PIDFD = 0x1000;
    public static final long CLONE_PTRACE = 0x2000;
    public static final long CLONE_VFORK = 0x4000;
    public static final long CLONE_PARENT = 0x8000;
    public static final long CLONE_THREAD = 0x10000;
    public static final long CLONE_SYSVSEM = 0x40000;
    public static final long CLONE_SETTLS = 0x80000;
    public static final long CLONE_PARENT_SETTID = 0x100000;
    public static final long CLONE_CHILD_CLEARTID = 0x200000;
    public static final long CLONE_UNTRACED = 0x800000;
    public static final long CLONE_CHILD_SETTID = 0x1000000;
    public static final long CLONE_IO = 0x80000000L;

    // Namespaces
    public static final long CLONE_NEWTIME = 0x80;
    public static final long CLONE_NEWNS = 0x20000;
    public static final long CLONE_NEWCGROUP = 0x2000000;
    public static final long CLONE_NEWUTS = 0x4000000;
    public static final long CLONE_NEWIPC = 0x8000000;
    public static final long CLONE_NEWUSER = 0x10000000;
    public static final long CLONE_NEWPID = 0x20000000;
    public static final long CLONE_NEWNET = 0x40000000;

    // Of clone3(2) only
    public static final long CLONE_CLEAR_SIGHAND = 0x100000000L;
    public static final long CLONE_INTO_CGROUP = 0x200000000L;

    // Sizes of struct clone_args
    public static final long CLONE_ARGS_SIZE_VER0 = 64;
    public static final long CLONE_ARGS_SIZE_VER1 = 80;
    public static final long CLONE_ARGS_SIZE_VER2 = 88;

    private CloneFlags() {}
}
