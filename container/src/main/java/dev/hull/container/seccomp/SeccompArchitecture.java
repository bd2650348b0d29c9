package dev.hull.container.seccomp;

import dev.hull.linux.Architecture;
import dev.hull.linux.Syscall;

/**
 * A table of call numbers that a filter tells apart.
 *
 * <p>x32 shares its {@code AUDIT_ARCH} value with x86-64 and is known by a bit in the number. Architectures of other
 * machines may stand in a profile; they say nothing about this one.
 */
public enum SeccompArchitecture {
    X86_64("SCMP_ARCH_X86_64", "amd64", Architecture.X86_64),
    X86("SCMP_ARCH_X86", "x86", Architecture.I386),
    X32("SCMP_ARCH_X32", "x32", Architecture.X86_64),
    AARCH64("SCMP_ARCH_AARCH64", "arm64", Architecture.ARM64);

    private final String specName;
    private final String profileName;
    private final Architecture architecture;

    SeccompArchitecture(String specName, String profileName, Architecture architecture) {
        this.specName = specName;
        this.profileName = profileName;
        this.architecture = architecture;
    }

    public String specName() {
        return specName;
    }

    /** The name in a profile's {@code arches}: Go's, and libseccomp's where Go has none. */
    public String profileName() {
        return profileName;
    }

    public int auditArch() {
        return architecture.auditArch();
    }

    /** The table of a machine's own programs. */
    public static SeccompArchitecture of(Architecture architecture) {
        return switch (architecture) {
            case X86_64 -> X86_64;
            case I386 -> X86;
            case ARM64 -> AARCH64;
        };
    }

    /** The call's number in {@code seccomp_data.nr}, with x32's bit; -1 if the table has no such call. */
    public int number(Syscall syscall) {
        return this == X32 ? X32Table.number(syscall) : syscall.number(architecture);
    }
}
