package dev.hull.container;

import dev.hull.linux.Rlimit;

/**
 * One resource limit of a process, see setrlimit(2); the runtime-spec's {@code POSIXRlimit}.
 *
 * @param soft {@link Rlimit#RLIM_INFINITY} (-1) for unlimited
 * @param hard {@link Rlimit#RLIM_INFINITY} (-1) for unlimited
 */
public record PosixRlimit(Rlimit resource, long soft, long hard) {
    public PosixRlimit {
        if (Long.compareUnsigned(soft, hard) > 0) {
            throw new IllegalArgumentException(
                    resource + ": the soft limit " + soft + " is above the hard limit " + hard);
        }
    }
}
