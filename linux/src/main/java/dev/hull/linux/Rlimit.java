package dev.hull.linux;

import java.util.Locale;
import java.util.Optional;

/**
 * The resources of getrlimit(2) and prlimit64(2), by the kernel's names, which are also the OCI runtime-spec's.
 *
 * <p>Source: {@code include/uapi/asm-generic/resource.h}.
 */
public enum Rlimit {
    RLIMIT_CPU(0),
    RLIMIT_FSIZE(1),
    RLIMIT_DATA(2),
    RLIMIT_STACK(3),
    RLIMIT_CORE(4),
    RLIMIT_RSS(5),
    RLIMIT_NPROC(6),
    RLIMIT_NOFILE(7),
    RLIMIT_MEMLOCK(8),
    RLIMIT_AS(9),
    RLIMIT_LOCKS(10),
    RLIMIT_SIGPENDING(11),
    RLIMIT_MSGQUEUE(12),
    RLIMIT_NICE(13),
    RLIMIT_RTPRIO(14),
    RLIMIT_RTTIME(15);

    /** No limit: every bit of {@code rlim_cur} or {@code rlim_max} set. */
    public static final long RLIM_INFINITY = -1;

    private final int number;

    Rlimit(int number) {
        this.number = number;
    }

    /** The number that the calls take. */
    public int number() {
        return number;
    }

    /** The resource of that name, in any case, with or without {@code RLIMIT_}: {@code nofile}; empty if none. */
    public static Optional<Rlimit> byName(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        String full = upper.startsWith("RLIMIT_") ? upper : "RLIMIT_" + upper;
        for (Rlimit limit : values()) {
            if (limit.name().equals(full)) {
                return Optional.of(limit);
            }
        }
        return Optional.empty();
    }
}
