package dev.hull.launch;

import java.util.List;

/**
 * The words that capsule and plan share: the capsule fills some before a stage, the plan's steps fill others for it.
 *
 * <p>One instance a plan. The table writer lays them out first, in the order of {@link #ordered}, so the capsule finds
 * them by number.
 */
public final class KnownSlots {
    /** Filled by the {@link Stage#START} step that spawns: init's pid (of the intermediate, where there is one). */
    public final Slot spawnedPid = new Slot("the pid of the new process");
    /** Filled by the capsule: init's pid as the keeper sees it. */
    public final Slot initPid = new Slot("init's pid");
    /** Filled by clone3 (CLONE_PIDFD), or by the capsule when an intermediate made init. */
    public final Slot initPidfd = new Slot("init's pidfd");
    /** Filled by the capsule before {@link Stage#END}: 0..255, 128 + n for a signal. */
    public final Slot exitStatus = new Slot("the exit status");
    /** Filled by the capsule: CLOCK_REALTIME in nanoseconds when the workload's execve succeeded. */
    public final Slot startedAt = new Slot("the time of the start");
    /** Filled by the capsule before {@link Stage#END}: CLOCK_REALTIME in nanoseconds. */
    public final Slot finishedAt = new Slot("the time of the end");
    /** Filled by the capsule: the keeper's own pid. */
    public final Slot keeperPid = new Slot("the keeper's pid");
    /** Filled by the capsule: how often the workload was restarted. */
    public final Slot restartCount = new Slot("the number of restarts");
    /** Filled by a {@link Stage#START} step with a terminal: the pty's master, received from init; else 0. */
    public final Slot ptyMaster = new Slot("the pty's master");

    /** pipe2's array {read, write}: the workload's stdin. Closed ends are the plan's business, -1 where there is none. */
    public final Argument.Buffer stdinPipe = noPipe();
    /** pipe2's array {read, write}: the workload's stdout. */
    public final Argument.Buffer stdoutPipe = noPipe();
    /** pipe2's array {read, write}: the workload's stderr. */
    public final Argument.Buffer stderrPipe = noPipe();
    /**
     * pipe2's array {read, write}, O_CLOEXEC: intermediate and init report {@link KeeperMessage.Report}s; end of file
     * without one means that execve succeeded. Every plan makes it, first of {@link Stage#START}; the keeper closes it.
     */
    public final Argument.Buffer reportPipe = noPipe();

    /**
     * struct winsize of the client's terminal, filled by the capsule before {@link Stage#START}; zeros without one. A
     * plan with a terminal sets it (TIOCSWINSZ) before the workload looks.
     */
    public final Argument.Buffer windowSize = new Argument.Buffer(8);

    private static Argument.Buffer noPipe() {
        return new Argument.Buffer(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1});
    }

    List<Slot> ordered() {
        return List.of(
                spawnedPid, initPid, initPidfd, exitStatus, startedAt, finishedAt, keeperPid, restartCount, ptyMaster);
    }

    List<Argument.Buffer> orderedBuffers() {
        return List.of(stdinPipe, stdoutPipe, stderrPipe, reportPipe, windowSize);
    }
}
