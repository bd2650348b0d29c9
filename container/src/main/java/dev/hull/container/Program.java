package dev.hull.container;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is run: the program, its arguments, and the identity and limits it starts with.
 *
 * @param entrypoint replaces the image's entrypoint and command; empty for none at all; null keeps the image's
 * @param command the words after the image; empty for the image's own command
 * @param environment {@code NAME=value}, a later one wins over an earlier one and over the image's; {@code NAME} alone removes the image's
 * @param workingDirectory absolute, or relative to the image's; null for the image's
 * @param user {@code user[:group]}, names or numbers as {@code docker run -u}; chroot(8)'s userspec; null for the image's
 * @param groups supplementary groups, names or numbers: added to the user's own
 * @param onlyTheseGroups {@code groups} replaces the user's own groups, as chroot(8)'s {@code --groups}
 * @param rlimits see setrlimit(2)
 * @param oomScoreAdj -1000..1000, see proc_pid_oom_score_adj(5); null keeps the caller's
 * @param init pid 1 is an init that forwards signals and reaps
 * @param skipChdir chroot(8)'s {@code --skip-chdir}: the working directory stays the caller's (chroot preset, root {@code /} only)
 */
public record Program(
        @Nullable String entrypoint,
        List<String> command,
        List<String> environment,
        @Nullable String workingDirectory,
        @Nullable String user,
        List<String> groups,
        boolean onlyTheseGroups,
        List<PosixRlimit> rlimits,
        @Nullable Integer oomScoreAdj,
        boolean init,
        boolean skipChdir) {
    public Program {
        command = List.copyOf(command);
        environment = List.copyOf(environment);
        groups = List.copyOf(groups);
        rlimits = List.copyOf(rlimits);
    }
}
