package dev.hull.container;

import java.util.List;

/**
 * A user looked up in the image's own {@code /etc/passwd} and {@code /etc/group}.
 *
 * @param groups all supplementary groups, those asked for included
 * @param home HOME, {@code /} where the image knows none
 */
public record ResolvedUser(long uid, long gid, List<Long> groups, String home) {
    public static final ResolvedUser ROOT = new ResolvedUser(0, 0, List.of(), "/root");

    public ResolvedUser {
        groups = List.copyOf(groups);
    }
}
