package dev.hull.launch;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the capsule's client and keeper need beside the steps. Paths are absolute and host-side.
 *
 * @param id the container's id, 64 hex digits; what {@code -d} prints
 * @param bootId of the running kernel, {@code /proc/sys/kernel/random/boot_id}: the status record's
 * @param flags see {@link Flag}
 * @param runDirectory {@code c/ID} below the run directory: the keeper makes {@code ctl} (the control socket), {@code
 *     status} and {@code keeper.lock} there; the client renames {@code plan} to {@code plan.run}
 * @param logDirectory where log segments go, or null for no log
 * @param logMaxBytes size from which a new segment is begun, 0 for never
 * @param logMaxSegments how many segments are kept, at least 1
 * @param stopSignal number of the signal that {@link KeeperMessage#STOP} sends if it names none
 * @param restart see {@link Restart}
 * @param restartMax with {@link Restart#ON_FAILURE}: how often at most, 0 for no limit
 * @param oomEvents the file whose {@code oom_kill} line counts the cgroup's out-of-memory kills ({@code
 *     memory.events}, v1 {@code memory.oom_control}), or null
 * @param hull argv of the host command that tells an error or reaps ({@code hull}), the verb and its words follow
 * @param environment of that command, {@code NAME=value}
 * @param detachKeys bytes that detach an interactive client, empty for none
 */
public record KeeperSettings(
        String id,
        String bootId,
        Set<Flag> flags,
        String runDirectory,
        @Nullable String logDirectory,
        long logMaxBytes,
        int logMaxSegments,
        int stopSignal,
        Restart restart,
        int restartMax,
        @Nullable String oomEvents,
        List<String> hull,
        List<String> environment,
        byte[] detachKeys) {
    public enum Flag {
        /** The client prints the id once the workload has started, and exits. */
        DETACH,
        /** The workload has a pseudo terminal. */
        TTY,
        /** The workload has a stdin that stays open: a pipe, or the terminal. */
        STDIN,
        /** The first client to attach is the only one to feed stdin: its end of file is the workload's. */
        STDIN_ONCE,
        /** The client copies its stdin (-i, or -a stdin). */
        ATTACH_STDIN,
        ATTACH_STDOUT,
        ATTACH_STDERR,
        /** The client forwards the signals it gets. */
        SIG_PROXY,
        /** After the end, {@code hull _reap ID} is run: hooks, or what no step could undo. */
        REAP;

        /** Its bit in a plan table. */
        public long bit() {
            return 1L << ordinal();
        }
    }

    public enum Restart {
        NO,
        ON_FAILURE,
        ALWAYS,
        UNLESS_STOPPED;

        /** Its number in a plan table and in {@link KeeperMessage#RESTART}. */
        public int code() {
            return ordinal();
        }
    }
}
