package dev.hull.launch;

import org.jspecify.annotations.Nullable;

/**
 * What client and keeper do around the plan's steps. What can fail a start is named like a step, by {@link #id}, above
 * every step's.
 */
public enum KeeperCall {
    CLAIM(
            Phase.CLIENT,
            "openat(\"keeper.lock\"), fcntl(F_OFD_SETLK, F_WRLCK), renameat(\"plan\", \"plan.run\")",
            "take the container: one process gets it, a reaper or another start does not"),
    HEAR(
            Phase.CLIENT,
            "rt_sigprocmask(SIG_BLOCK), signalfd4()",
            "hear signals, to forward them and to leave a terminal as it was"),
    FORK(
            Phase.CLIENT,
            "socketpair(AF_UNIX, SOCK_STREAM), clone(SIGCHLD)",
            "start the keeper; from here on the client may die without harm to the program"),
    DESCRIPTORS(
            Phase.KEEPER,
            "rt_sigprocmask, rt_sigaction, setsid, chdir(\"/\"), openat(\"/dev/null\"), dup3, close_range(5, ~0)",
            "leave the caller's session, directory, signals and descriptors"),
    STATUS(
            Phase.KEEPER,
            "openat(\"status\", O_CREAT|O_RDWR|O_TRUNC), write",
            "make the status record at its full size: a full disk cannot lose an exit status"),
    LOG(
            Phase.KEEPER,
            "getdents64, openat(\"00000001\", O_RDWR|O_CREAT)",
            "go on where the log ends, if there is to be one"),
    CONTROL(Phase.KEEPER, "socket, bind(\"ctl\"), listen", "listen on the control socket, for root and its own user"),
    STREAMS(
            Phase.RUNNING,
            "fcntl(F_SETFL, F_SETPIPE_SZ), or pipe2(O_NONBLOCK)",
            "the program's output, that of a terminal through a pipe"),
    PLAN(
            Phase.RUNNING,
            "openat(\"plan.run\"), pread64",
            "before a restart: init's steps, which are not held while the program runs"),
    INIT(
            Phase.RUNNING,
            "read(report pipe), pidfd_open",
            "until the program's execve has closed the pipe; a report in it is a failed step"),
    SERVE(
            Phase.RUNNING,
            "ppoll; tee, read and write, or splice; recvmsg, sendmsg",
            "give the output to the log and to who is attached, none lost; answer on the control socket"),
    WAIT(Phase.RUNNING, "waitid(P_PIDFD), pwrite64(status)", "the exit status goes on record before anything else"),
    ANSWER(
            Phase.AFTERWARDS,
            "pwrite64(status), unlinkat(\"ctl\"), sendmsg",
            "the complete exit record, and the answers to who waits; then the keeper ends");

    /** In which process, and when. */
    public enum Phase {
        CLIENT("client: the process that was started, before anything else"),
        KEEPER("keeper: before the steps"),
        RUNNING("keeper: while the program runs"),
        AFTERWARDS("keeper: at last");

        private final String heading;

        Phase(String heading) {
            this.heading = heading;
        }

        String heading() {
            return heading;
        }
    }

    /** The id of the first; {@link TableLayout#MAX_STEPS} is below. */
    public static final int FIRST_ID = 0xff00;

    private final Phase phase;
    private final String calls;
    private final String why;

    KeeperCall(Phase phase, String calls, String why) {
        this.phase = phase;
        this.calls = calls;
        this.why = why;
    }

    public int id() {
        return FIRST_ID + ordinal();
    }

    public Phase phase() {
        return phase;
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
