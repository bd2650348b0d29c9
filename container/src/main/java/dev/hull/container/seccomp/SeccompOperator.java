package dev.hull.container.seccomp;

/** How an argument is compared, unsigned and with all 64 bits; names as in the runtime-spec's config-linux.md. */
public enum SeccompOperator {
    NE("SCMP_CMP_NE"),
    LT("SCMP_CMP_LT"),
    LE("SCMP_CMP_LE"),
    EQ("SCMP_CMP_EQ"),
    GE("SCMP_CMP_GE"),
    GT("SCMP_CMP_GT"),
    /** {@code (argument & value) == valueTwo}. */
    MASKED_EQ("SCMP_CMP_MASKED_EQ");

    private final String specName;

    SeccompOperator(String specName) {
        this.specName = specName;
    }

    public String specName() {
        return specName;
    }
}
