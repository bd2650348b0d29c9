package dev.hull.launch;

import org.jspecify.annotations.Nullable;

/**
 * What client and keeper do around the plan's steps, as far as it can fail a start. A failure names it like a step, by
 * {@link #id}, above every step's.
 */
public enum KeeperCall {
    CLAIM("fcntl(keeper.lock, F_OFD_SETLK), renameat(plan, plan.run)", "take the container from whoever else wants it"),
    FORK("clone(SIGCHLD)", "start the keeper"),
    DESCRIPTORS("openat(AT_FDCWD, \"/dev/null\", O_RDWR)", "leave the caller's descriptors"),
    STATUS("openat(run, \"status\", O_CREAT|O_RDWR|O_TRUNC), write", "make the status record"),
    LOG("openat(log, \"00000001\", O_WRONLY|O_CREAT|O_EXCL|O_APPEND)", "open the log"),
    CONTROL("bind(ctl), listen", "listen on the control socket"),
    STREAMS("pipe2(O_NONBLOCK)", "make the pipe for the terminal's output"),
    INIT("pidfd_open(init)", "watch the new process");

    /** The id of the first; {@link TableLayout#MAX_STEPS} is below. */
    public static final int FIRST_ID = 0xff00;

    private final String calls;
    private final String why;

    KeeperCall(String calls, String why) {
        this.calls = calls;
        this.why = why;
    }

    public int id() {
        return FIRST_ID + ordinal();
    }

    /** The calls it consists of, in strace's notation, shortened. */
    public String calls() {
        return calls;
    }

    /** What it is for, as {@link Step#why}. */
    public String why() {
        return why;
    }

    /** The one of that id, null for a step's id. */
    public static @Nullable KeeperCall of(int id) {
        int place = id - FIRST_ID;
        return place >= 0 && place < values().length ? values()[place] : null;
    }
}
