package dev.hull.engine;

/** What a container is doing: derived from its files, locks and cgroup whenever someone asks, never stored. */
public enum ContainerState {
    /** Its record is being made; the process that makes it lives. */
    CREATING("creating"),
    /** Never started. */
    CREATED("created"),
    RUNNING("running"),
    /** Its cgroup is frozen. */
    PAUSED("paused"),
    /** Its program has ended, its keeper waits to start it again. */
    RESTARTING("restarting"),
    EXITED("exited"),
    /** Its keeper is gone without an exit record, or another boot took it: exit status 255. */
    LOST("dead");

    private final String word;

    ContainerState(String word) {
        this.word = word;
    }

    /** The word in {@code ps}, {@code inspect} and filters: docker's. */
    public String word() {
        return word;
    }

    /** True while a keeper lives. */
    public boolean isLive() {
        return this == RUNNING || this == PAUSED || this == RESTARTING;
    }
}
