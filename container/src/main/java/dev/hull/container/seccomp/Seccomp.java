package dev.hull.container.seccomp;

import dev.hull.linux.Errno;
import java.util.List;
import java.util.Set;

/**
 * The runtime-spec's {@code linux.seccomp}.
 *
 * <p>Which rule answers, as runtimes on libseccomp have it: rules that say the same as the default are left out; the
 * first rule without conditions for a call beats every other of that call; else the first rule whose conditions hold;
 * else the default.
 *
 * @param defaultVerdict for calls without a rule
 * @param architectures the tables the rules are meant for; empty: the machine's own. A call by another table kills
 * @param flags of seccomp(2)
 */
public record Seccomp(
        Verdict defaultVerdict,
        List<SeccompArchitecture> architectures,
        Set<SeccompFlag> flags,
        List<SeccompRule> rules) {
    public Seccomp {
        architectures = List.copyOf(architectures);
        flags = Set.copyOf(flags);
        rules = List.copyOf(rules);
    }

    /** What a rule answers whose {@code errnoRet} is missing. */
    static final int DEFAULT_ERRNO = Errno.EPERM.number();
}
