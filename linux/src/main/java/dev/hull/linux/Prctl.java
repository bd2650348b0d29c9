package dev.hull.linux;

/**
 * Operations of prctl(2) and their arguments.
 *
 * <p>Source: {@code include/uapi/linux/prctl.h}, {@code linux/securebits.h}, {@code linux/capability.h}.
 */
public final class Prctl {
    // Operations
    public static final int PR_SET_PDEATHSIG = 1;
    public static final int PR_GET_PDEATHSIG = 2;
    public static final int PR_GET_DUMPABLE = 3;
    public static final int PR_SET_DUMPABLE = 4;
    public static final int PR_SET_KEEPCAPS = 8;
    public static final int PR_SET_NAME = 15;
    public static final int PR_GET_NAME = 16;
    public static final int PR_GET_SECCOMP = 21;
    public static final int PR_SET_SECCOMP = 22;
    public static final int PR_CAPBSET_READ = 23;
    public static final int PR_CAPBSET_DROP = 24;
    public static final int PR_GET_SECUREBITS = 27;
    public static final int PR_SET_SECUREBITS = 28;
    public static final int PR_SET_CHILD_SUBREAPER = 36;
    public static final int PR_GET_CHILD_SUBREAPER = 37;
    public static final int PR_SET_NO_NEW_PRIVS = 38;
    public static final int PR_GET_NO_NEW_PRIVS = 39;
    public static final int PR_SET_MM = 35;
    public static final int PR_CAP_AMBIENT = 47;

    // Of PR_CAP_AMBIENT
    public static final int PR_CAP_AMBIENT_IS_SET = 1;
    public static final int PR_CAP_AMBIENT_RAISE = 2;
    public static final int PR_CAP_AMBIENT_LOWER = 3;
    public static final int PR_CAP_AMBIENT_CLEAR_ALL = 4;

    // Secure bits
    public static final int SECBIT_NOROOT = 1;
    public static final int SECBIT_NOROOT_LOCKED = 2;
    public static final int SECBIT_NO_SETUID_FIXUP = 4;
    public static final int SECBIT_NO_SETUID_FIXUP_LOCKED = 8;
    public static final int SECBIT_KEEP_CAPS = 0x10;
    public static final int SECBIT_KEEP_CAPS_LOCKED = 0x20;
    public static final int SECBIT_NO_CAP_AMBIENT_RAISE = 0x40;
    public static final int SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED = 0x80;

    // Version word of capset(2): two 32-bit words a set
    public static final int _LINUX_CAPABILITY_VERSION_3 = 0x20080522;

    private Prctl() {}
}
