package dev.hull.launch;

/**
 * When, and in which process, a step is performed.
 *
 * <p>The capsule performs the stages in this order; {@link #START}, {@link #INTERMEDIATE} and {@link #INIT} again at
 * each restart of the program.
 */
public enum Stage {
    /** In the keeper, once, before anything exists: directories, cgroups. Undone in reverse if a later step fails. */
    SETUP,
    /** In the keeper: pipes, the clone of init (or of the intermediate), uid maps, the go for init. */
    START,
    /** In a process between keeper and init, only where setns(2) or unshare(2) demand a fork of their own. */
    INTERMEDIATE,
    /** In the init process: mounts, devices, identity, and last the execve(2) of the workload. */
    INIT,
    /** In the keeper, after the workload has ended: every step is tried, a failure only marks the end as unclean. */
    END;

    /** Its number in a plan table. */
    public int code() {
        return ordinal();
    }
}
