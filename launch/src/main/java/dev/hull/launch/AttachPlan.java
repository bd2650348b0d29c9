package dev.hull.launch;

import java.util.Set;

/**
 * What the capsule's client needs to attach to a running container: no steps, the keeper is there already.
 *
 * @param id the container's id
 * @param flags of {@link KeeperSettings.Flag}: TTY, ATTACH_STDIN, ATTACH_STDOUT, ATTACH_STDERR, SIG_PROXY
 * @param runDirectory where the keeper's {@code ctl} is
 * @param detachKeys bytes that detach an interactive client, empty for none
 */
public record AttachPlan(String id, Set<KeeperSettings.Flag> flags, String runDirectory, byte[] detachKeys) {
    public AttachPlan {
        flags = Set.copyOf(flags);
    }
}
