package dev.hull.container;

import java.util.List;
import java.util.Locale;

/**
 * One resource limit of a process, see setrlimit(2).
 *
 * @param type {@code RLIMIT_NOFILE}
 * @param soft -1 for unlimited
 * @param hard -1 for unlimited
 */
public record Rlimit(String type, long soft, long hard) {
    /** RLIM_INFINITY. */
    public static final long UNLIMITED = -1;

    /** In the order of their numbers, {@code include/uapi/asm-generic/resource.h}. */
    private static final List<String> TYPES = List.of(
            "CPU",
            "FSIZE",
            "DATA",
            "STACK",
            "CORE",
            "RSS",
            "NPROC",
            "NOFILE",
            "MEMLOCK",
            "AS",
            "LOCKS",
            "SIGPENDING",
            "MSGQUEUE",
            "NICE",
            "RTPRIO",
            "RTTIME");

    public Rlimit {
        if (!type.startsWith("RLIMIT_") || !TYPES.contains(type.substring(7))) {
            throw new IllegalArgumentException("unknown resource limit '" + type + "'");
        }
        if (Long.compareUnsigned(soft, hard) > 0) {
            throw new IllegalArgumentException(type + ": the soft limit " + soft + " is above the hard limit " + hard);
        }
    }

    /** A limit by the name that {@code docker run --ulimit} takes: {@code nofile}. */
    public static Rlimit named(String name, long soft, long hard) {
        return new Rlimit("RLIMIT_" + name.toUpperCase(Locale.ROOT), soft, hard);
    }

    /** The number that prlimit64(2) takes. */
    public int number() {
        return TYPES.indexOf(type.substring(7));
    }
}
