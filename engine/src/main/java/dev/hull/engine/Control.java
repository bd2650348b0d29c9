package dev.hull.engine;

import dev.hull.launch.KeeperMessage;
import dev.hull.linux.Errno;
import dev.hull.linux.Signal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is asked of one container's keeper. */
final class Control {
    /** How long a keeper may take from its last word to its end: what the plan's end stage needs. */
    private static final Duration LAST_STEPS = Duration.ofSeconds(30);

    private final Hull hull;
    private final ContainerRecord record;
    private final RunDirectory run;

    Control(Hull hull, ContainerRecord record) {
        this.hull = hull;
        this.record = record;
        this.run = hull.records().run(record.id());
    }

    /** @throws HullException.Conflict if it does not run */
    void kill(Signal signal) {
        request("kill", KeeperMessage.SIGNAL, signal.number(), 0);
        if (signal.equals(Signal.SIGKILL)) {
            thaw();
        }
        hull.journal().container("kill", record, java.util.Map.of("signal", Integer.toString(signal.number())));
    }

    /** Replaces the restart policy of a live container. */
    void restartPolicy(int code, int maximum) {
        request("update", KeeperMessage.RESTART, code, maximum);
    }

    /**
     * @param signal 0 for the container's own
     * @param timeout negative waits for ever
     */
    Exit stop(int signal, Duration timeout) {
        awaitStart();
        try (KeeperClient waiting = KeeperClient.connect(run)) {
            if (waiting == null) {
                return end();
            }
            waiting.send(KeeperMessage.WAIT, 0, 0);
            try (KeeperClient asking = KeeperClient.connect(run)) {
                KeeperClient.Message answer = asking == null ? null : asking.ask(KeeperMessage.STOP, signal, 0);
                if (answer != null && answer.value() < 0 && -answer.value() != Errno.ESRCH.number()) {
                    throw refused("stop", answer.value());
                }
            }
            thaw();
            if (!timeout.isNegative() && !waiting.awaits(timeout)) {
                kill(Signal.SIGKILL);
            }
            Exit exit = exit(waiting.receive());
            hull.journal().container("stop", record, java.util.Map.of());
            return exit;
        } catch (IOException e) {
            throw HullException.of("stop container", record.name(), e);
        }
    }

    /** Waits for the end. */
    Exit await() {
        try (KeeperClient waiting = KeeperClient.connect(run)) {
            if (waiting == null) {
                return end();
            }
            return exit(waiting.ask(KeeperMessage.WAIT, 0, 0));
        } catch (IOException e) {
            throw HullException.of("wait for container", record.name(), e);
        }
    }

    /** A start that is on its way has no keeper to ask yet. */
    private void awaitStart() {
        if (!Patience.until(LAST_STEPS, () -> hull.status(record).state() != ContainerState.CREATING)) {
            throw new HullException.Conflict(
                    "stop container",
                    record.name(),
                    "its start is not over after " + LAST_STEPS.toSeconds() + " seconds",
                    "");
        }
    }

    /** Waits until the keeper has done its last step. */
    void awaitKeeperGone() {
        if (!Patience.until(LAST_STEPS, () -> !hull.records().locks().isHeld(run.keeperLock()))) {
            throw new HullException.Conflict(
                    "wait for the keeper of",
                    record.name(),
                    "it is still at work after " + LAST_STEPS.toSeconds() + " seconds",
                    "try again later");
        }
    }

    /** From the reply to WAIT; without one the keeper was lost. */
    private Exit exit(KeeperClient.@Nullable Message reply) {
        awaitKeeperGone();
        if (reply == null) {
            hull.reap(record.id());
            return end();
        }
        return new Exit(reply.value(), instant(reply.a()), reply.b() > 0);
    }

    /** The end of a container that is not live. */
    private Exit end() {
        if (!Patience.until(LAST_STEPS, () -> !hull.status(record).state().isLive())) {
            throw new HullException.Conflict(
                    "reach the keeper of", record.name(), "it does not answer on " + run.control(), "");
        }
        ContainerStatus status = hull.status(record);
        Instant finished = status.finishedAt();
        return new Exit(status.exitStatus(), finished == null ? Instant.EPOCH : finished, status.outOfMemory());
    }

    /** A frozen program gets no signal. */
    private void thaw() {
        ContainerCgroup cgroup = hull.records().cgroup(record.id());
        if (cgroup != null && cgroup.isFrozen()) {
            cgroup.thaw();
        }
    }

    private void request(String verb, int kind, int value, long a) {
        try (KeeperClient keeper = KeeperClient.connect(run)) {
            KeeperClient.Message reply = keeper == null ? null : keeper.ask(kind, value, a);
            if (reply == null || -reply.value() == Errno.ESRCH.number()) {
                throw notRunning(verb);
            }
            if (reply.value() < 0) {
                throw refused(verb, reply.value());
            }
        } catch (IOException e) {
            throw HullException.of(verb + " container", record.name(), e);
        }
    }

    HullException notRunning(String verb) {
        return new HullException.Conflict(
                verb + " container",
                record.name(),
                "it is not running (" + hull.status(record).state().word() + ")",
                "hull start " + record.name() + " starts it");
    }

    private HullException refused(String verb, int value) {
        Errno errno = Errno.of(-value).orElse(Errno.EIO);
        return new HullException.Failed(verb + " container", record.name(), errno, "");
    }

    static Instant instant(long nanoseconds) {
        return Instant.ofEpochSecond(nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000);
    }
}
