package dev.hull.container.seccomp;

import dev.hull.linux.SeccompConstants;

/** A flag of {@code seccomp(SECCOMP_SET_MODE_FILTER)}; {@code include/uapi/linux/seccomp.h}. */
public enum SeccompFlag {
    TSYNC(SeccompConstants.SECCOMP_FILTER_FLAG_TSYNC, "SECCOMP_FILTER_FLAG_TSYNC"),
    LOG(SeccompConstants.SECCOMP_FILTER_FLAG_LOG, "SECCOMP_FILTER_FLAG_LOG"),
    SPEC_ALLOW(SeccompConstants.SECCOMP_FILTER_FLAG_SPEC_ALLOW, "SECCOMP_FILTER_FLAG_SPEC_ALLOW"),
    WAIT_KILLABLE_RECV(
            SeccompConstants.SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV, "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV");

    private final int bit;
    private final String specName;

    SeccompFlag(int bit, String specName) {
        this.bit = bit;
        this.specName = specName;
    }

    public int bit() {
        return bit;
    }

    public String specName() {
        return specName;
    }
}
