package dev.hull.container;

import dev.hull.container.capability.ProcessCapabilities;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The program.
 *
 * @param terminal whether it has a pseudo terminal
 * @param args at least one; the first is looked up along PATH of env
 * @param env {@code NAME=value}
 * @param cwd absolute
 * @param capabilities null for none at all
 */
public record ProcessSpec(
        boolean terminal,
        User user,
        List<String> args,
        List<String> env,
        String cwd,
        @Nullable ProcessCapabilities capabilities,
        List<PosixRlimit> rlimits,
        boolean noNewPrivileges,
        @Nullable String apparmorProfile,
        @Nullable Integer oomScoreAdj,
        @Nullable String selinuxLabel) {
    public ProcessSpec {
        args = List.copyOf(args);
        env = List.copyOf(env);
        rlimits = List.copyOf(rlimits);
    }

    /**
     * Who runs it, as the container sees it.
     *
     * @param umask null for 022
     * @param additionalGids the supplementary groups, all of them
     */
    public record User(long uid, long gid, @Nullable Integer umask, List<Long> additionalGids) {
        public static final User ROOT = new User(0, 0, null, List.of());

        public User {
            additionalGids = List.copyOf(additionalGids);
            check(uid);
            check(gid);
            additionalGids.forEach(User::check);
        }

        /** (uid_t) -1 means "unchanged" to the kernel: no id. */
        private static void check(long id) {
            if (id < 0 || id > 0xFFFF_FFFEL) {
                throw new IllegalArgumentException("the id " + id + " is not within 0..4294967294");
            }
        }
    }
}
