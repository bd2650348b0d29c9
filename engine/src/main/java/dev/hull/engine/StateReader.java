package dev.hull.engine;

import dev.hull.launch.StatusRecord;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Derives what a program is doing from its files and locks. Takes no lock: the answer may be old when it arrives. */
final class StateReader {
    private final Supplier<HeldLocks> locks;
    private final String boot = Owner.bootId();

    /** @param locks asked anew for each answer: when it is asked matters */
    StateReader(Supplier<HeldLocks> locks) {
        this.locks = locks;
    }

    /**
     * @param frozen whether its cgroup is frozen
     * @param earlier the end that another place remembers if the run directory is of another boot; null for none
     */
    ContainerStatus status(RunDirectory run, BooleanSupplier frozen, @Nullable Exit earlier) {
        // In the keeper's order: it locks before it takes the plan, and ends its record before it lets go.
        boolean starting = isStarting(run);
        boolean kept = locks.get().isHeld(run.keeperLock());
        Optional<StatusRecord> found = run.readStatus();
        if (found.isEmpty()) {
            return withoutStatus(starting || kept, earlier);
        }
        StatusRecord status = found.get();
        StatusRecord.Started started = status.started();
        StatusRecord.End end = status.end();
        // A record of an earlier keeper stays until the new one makes its own.
        starting |= kept && !isKeeper(started);
        boolean live = kept && !starting && boot.equals(status.bootId()) && started.state() != StatusRecord.State.ENDED;
        ContainerState state = live
                ? live(started.state(), frozen)
                : starting ? ContainerState.CREATING : end == null ? ContainerState.LOST : ContainerState.EXITED;
        if (!live && end != null && started.startedAt() == 0 && state == ContainerState.EXITED) {
            state = ContainerState.CREATED;
        }
        return new ContainerStatus(
                state,
                live ? (int) started.initPid() : 0,
                live ? (int) started.keeperPid() : 0,
                live ? 0 : end == null ? StatusFile.LOST : end.exitStatus(),
                end != null && end.oomKills() > 0,
                (int) started.restartCount(),
                time(started.startedAt()),
                end == null ? null : time(end.finishedAt()),
                end == null || end.failedStep() < 0 ? "" : "step " + end.failedStep() + " failed");
    }

    private static ContainerState live(StatusRecord.State state, BooleanSupplier frozen) {
        return switch (state) {
            case STARTING -> ContainerState.CREATING;
            case RUNNING -> frozen.getAsBoolean() ? ContainerState.PAUSED : ContainerState.RUNNING;
            case RESTARTING -> ContainerState.RESTARTING;
            case ENDED -> ContainerState.EXITED;
        };
    }

    /** Whether the process that wrote this lives. */
    private static boolean isKeeper(StatusRecord.Started started) {
        return started.state() == StatusRecord.State.STARTING
                || Owner.startTime((int) started.keeperPid()) == started.keeperStartTime();
    }

    private static ContainerStatus withoutStatus(boolean starting, @Nullable Exit earlier) {
        ContainerState state =
                starting ? ContainerState.CREATING : earlier == null ? ContainerState.CREATED : ContainerState.EXITED;
        return new ContainerStatus(
                state,
                0,
                0,
                earlier == null ? 0 : earlier.status(),
                earlier != null && earlier.outOfMemory(),
                0,
                null,
                earlier == null ? null : earlier.finishedAt(),
                "");
    }

    /** True while the process that makes or starts it lives and its plan waits. */
    private static boolean isStarting(RunDirectory run) {
        Owner owner = Owner.read(run.path());
        return owner != null
                && owner.isAlive()
                && (Files.exists(run.plan()) || (owner.work() == Owner.Work.MAKE && !Files.exists(run.planTaken())));
    }

    private static @Nullable Instant time(long nanoseconds) {
        return nanoseconds == 0
                ? null
                : Instant.ofEpochSecond(nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000);
    }
}
