package dev.hull.launch;

/**
 * The words on the keeper's control socket ({@code ctl}, a stream socket, mode 0600, SO_PEERCRED checked: root or the
 * keeper's own user).
 *
 * <p>Every message, either way, is 32 bytes, little-endian: {@code {u32 kind, i32 value, u64 a, u64 b, u64 c}}.
 * A request is answered by one message of kind {@code request | REPLY}: {@code value} is 0 or a positive result, or a
 * negated errno. Descriptors travel beside a reply as SCM_RIGHTS.
 *
 * <pre>
 * SIGNAL       value = signal                      sent to init by pidfd
 * ATTACH       value = 1 stdin | 2 stdout | 4 stderr    reply: a = the streams given, b = 1 with a terminal;
 *                                                  descriptors in that order: stdin's write end (or the pty's master),
 *                                                  then read ends. The keeper reads no more from the workload than
 *                                                  every attached reader takes; a reader that closes is dropped.
 *                                                  Asked before the workload runs, it is answered once it does. A
 *                                                  restarted workload has a new stdin: who had the old one is sent
 *                                                  this reply again, with a = 1 and the new descriptor
 * WAIT         -                                   replied at the end: value = exit status, a = finished (ns)
 * PIDFD        -                                   reply: a = init's pid; descriptor: init's pidfd
 * STOP         value = signal, 0 the configured    no restart any more; then as SIGNAL. Answers ESRCH if not running
 * RESTART      value = {@link KeeperSettings.Restart#code}, a = maximum    replaces the policy
 * TERMINAL     descriptor: the client's terminal   its termios are kept, and set again when the client vanishes;
 *                                                  without a descriptor they are forgotten
 * GO, ABORT    value = point                       answers to SYNC
 *
 * sent by the keeper to its client (the process it was forked from, the engine that spawned it):
 * STARTED      a = init's pid, b = started (ns)    execve succeeded
 * FAILED       value = errno, a = step's id
 * EXITED       value = exit status, a = finished (ns), b = out-of-memory kills
 * SYNC         value = point, a = pid
 * </pre>
 *
 * <p>A keeper that has no room for another connection (64), or that the caller may not speak to, says so by one message
 * of kind {@link #REPLY} with EBUSY or EPERM, and closes. At the end {@code ctl} is gone and {@code keeper.lock} free
 * before WAIT is answered and EXITED sent; who finds the connection closed without an answer reads {@code status}.
 */
public final class KeeperMessage {
    public static final int SIZE = 32;

    public static final int SIGNAL = 1;
    public static final int ATTACH = 2;
    public static final int WAIT = 3;
    public static final int PIDFD = 4;
    public static final int STOP = 5;
    public static final int RESTART = 6;
    public static final int TERMINAL = 7;
    public static final int GO = 8;
    public static final int ABORT = 9;

    public static final int STARTED = 0x101;
    public static final int FAILED = 0x102;
    public static final int EXITED = 0x103;
    public static final int SYNC = 0x104;

    public static final int REPLY = 0x1000;

    private KeeperMessage() {}

    /**
     * What intermediate and init write into the report pipe: 8 bytes, {@code {u16 kind, u16 step, u32 value}}.
     * Kind 1: step failed with errno value. Kind 2: the intermediate made init, value = its pid.
     */
    public static final class Report {
        public static final int SIZE = 8;
        public static final int FAILED = 1;
        public static final int INIT_PID = 2;

        private Report() {}
    }
}
