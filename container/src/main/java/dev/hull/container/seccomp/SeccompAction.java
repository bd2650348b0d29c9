package dev.hull.container.seccomp;

import dev.hull.linux.SeccompConstants;

/**
 * What a filter answers for a call; seccomp(2). The first of {@link #values} wins where several filters are loaded.
 *
 * <p>Source: {@code include/uapi/linux/seccomp.h}; names as in the runtime-spec's config-linux.md.
 */
public enum SeccompAction {
    KILL_PROCESS(SeccompConstants.SECCOMP_RET_KILL_PROCESS, "SCMP_ACT_KILL_PROCESS", false),
    KILL_THREAD(SeccompConstants.SECCOMP_RET_KILL_THREAD, "SCMP_ACT_KILL_THREAD", false),
    TRAP(SeccompConstants.SECCOMP_RET_TRAP, "SCMP_ACT_TRAP", true),
    ERRNO(SeccompConstants.SECCOMP_RET_ERRNO, "SCMP_ACT_ERRNO", true),
    USER_NOTIF(SeccompConstants.SECCOMP_RET_USER_NOTIF, "SCMP_ACT_NOTIFY", false),
    TRACE(SeccompConstants.SECCOMP_RET_TRACE, "SCMP_ACT_TRACE", true),
    LOG(SeccompConstants.SECCOMP_RET_LOG, "SCMP_ACT_LOG", false),
    ALLOW(SeccompConstants.SECCOMP_RET_ALLOW, "SCMP_ACT_ALLOW", false);

    private final int code;
    private final String specName;
    private final boolean carriesData;

    SeccompAction(int code, String specName, boolean carriesData) {
        this.code = code;
        this.specName = specName;
        this.carriesData = carriesData;
    }

    /** {@code SECCOMP_RET_*}: the upper half of a filter's answer. */
    public int code() {
        return code;
    }

    public String specName() {
        return specName;
    }

    /** Whether the lower half of the answer means something: an errno, a tracer's number. */
    public boolean carriesData() {
        return carriesData;
    }

    /** The action of that code, KILL_PROCESS for one that the kernel does not know: so it treats it. */
    static SeccompAction ofCode(int code) {
        for (SeccompAction action : values()) {
            if (action.code == (code & SeccompConstants.SECCOMP_RET_ACTION_FULL)) {
                return action;
            }
        }
        return KILL_PROCESS;
    }
}
