package dev.hull.linux;

/**
 * A processor architecture as the kernel's audit subsystem names it.
 *
 * <p>Source: {@code include/uapi/linux/audit.h}. x32 is not an architecture of its own: its calls carry
 * {@link #X32_BIT} under {@link #X86_64}.
 */
public enum Architecture {
    X86_64(0xC000003E, "amd64"),
    I386(0x40000003, "386"),
    ARM64(0xC00000B7, "arm64");

    /** Set in an x32 call's number ({@code __X32_SYSCALL_BIT}). */
    public static final int X32_BIT = 0x40000000;

    private final int auditArch;
    private final String ociName;

    Architecture(int auditArch, String ociName) {
        this.auditArch = auditArch;
        this.ociName = ociName;
    }

    /** The {@code AUDIT_ARCH_*} value that a seccomp filter sees in {@code seccomp_data.arch}. */
    public int auditArch() {
        return auditArch;
    }

    /** The name in an OCI image's {@code architecture} field (GOARCH). */
    public String ociName() {
        return ociName;
    }

    /** The architecture of this machine; an {@link IllegalStateException} if Hull has no capsule for it. */
    public static Architecture ofHost() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64" -> ARM64;
            case String other -> throw new IllegalStateException("no capsule for the architecture " + other);
        };
    }
}
