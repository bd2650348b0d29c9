package dev.hull.linux;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * The capabilities of capabilities(7), by the kernel's names, which are also the OCI runtime-spec's.
 *
 * <p>Source: {@code include/uapi/linux/capability.h}. A capability's number is its bit in a set.
 */
public enum Capability {
    CAP_CHOWN(0),
    CAP_DAC_OVERRIDE(1),
    CAP_DAC_READ_SEARCH(2),
    CAP_FOWNER(3),
    CAP_FSETID(4),
    CAP_KILL(5),
    CAP_SETGID(6),
    CAP_SETUID(7),
    CAP_SETPCAP(8),
    CAP_LINUX_IMMUTABLE(9),
    CAP_NET_BIND_SERVICE(10),
    CAP_NET_BROADCAST(11),
    CAP_NET_ADMIN(12),
    CAP_NET_RAW(13),
    CAP_IPC_LOCK(14),
    CAP_IPC_OWNER(15),
    CAP_SYS_MODULE(16),
    CAP_SYS_RAWIO(17),
    CAP_SYS_CHROOT(18),
    CAP_SYS_PTRACE(19),
    CAP_SYS_PACCT(20),
    CAP_SYS_ADMIN(21),
    CAP_SYS_BOOT(22),
    CAP_SYS_NICE(23),
    CAP_SYS_RESOURCE(24),
    CAP_SYS_TIME(25),
    CAP_SYS_TTY_CONFIG(26),
    CAP_MKNOD(27),
    CAP_LEASE(28),
    CAP_AUDIT_WRITE(29),
    CAP_AUDIT_CONTROL(30),
    CAP_SETFCAP(31),
    CAP_MAC_OVERRIDE(32),
    CAP_MAC_ADMIN(33),
    CAP_SYSLOG(34),
    CAP_WAKE_ALARM(35),
    CAP_BLOCK_SUSPEND(36),
    CAP_AUDIT_READ(37),
    CAP_PERFMON(38),
    CAP_BPF(39),
    CAP_CHECKPOINT_RESTORE(40);

    private final int number;

    Capability(int number) {
        this.number = number;
    }

    /** The capability's number, 0 to 40. */
    public int number() {
        return number;
    }

    /** The set that holds this capability alone, as a bit mask. */
    public long mask() {
        return 1L << number;
    }

    /** A set as the bit mask that capset(2) takes in two halves and /proc/PID/status shows. */
    public static long mask(Collection<Capability> set) {
        long mask = 0;
        for (Capability capability : set) {
            mask |= capability.mask();
        }
        return mask;
    }

    /** The capability of that name, in any case, with or without {@code CAP_}; empty if there is none. */
    public static Optional<Capability> byName(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        String full = upper.startsWith("CAP_") ? upper : "CAP_" + upper;
        for (Capability capability : values()) {
            if (capability.name().equals(full)) {
                return Optional.of(capability);
            }
        }
        return Optional.empty();
    }
}
