package dev.hull.engine;

import dev.hull.container.ResourceLimits;
import dev.hull.container.RestartPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What changes a container's record; each under the container's lock. */
final class Changes {
    private final Hull hull;
    private final ContainerRecord record;
    private final String id;

    Changes(Hull hull, ContainerRecord record) {
        this.hull = hull;
        this.record = record;
        this.id = record.id();
    }

    /** A change of one container's record. */
    interface Change {
        void make(ContainerRecord current) throws IOException;
    }

    /** Makes a change under the lock, on the record as it is then. */
    private void change(String verb, Change change) {
        RunDirectory run = hull.records().run(id);
        try {
            // After a reboot it may be missing.
            Directories.make(run.path());
            try (RecordLock lock = RecordLock.take(run.lock())) {
                lock.requireHeld();
                ContainerRecord current = hull.records().read(id);
                if (current == null) {
                    Tree.delete(run.path());
                    throw new HullException.NotFound(
                            verb + " container", record.name(), "it was removed meanwhile", "");
                }
                change.make(current);
            }
        } catch (IOException e) {
            throw HullException.of(verb + " container", record.name(), e);
        }
    }

    void rename(String wanted) {
        String name = ContainerName.checked("container", wanted);
        change("rename", current -> {
            if (name.equals(current.name())) {
                throw new HullException.Invalid(
                        "rename container", name, "that is its name already", "choose another name");
            }
            Names names = hull.records().names();
            // The finished file that a name is a link of went with the last boot.
            names.prepare(id);
            String holder = names.take(name, id);
            if (holder != null && !hull.records().isNamed(holder, name)) {
                names.free(name, holder);
                holder = names.take(name, id);
            }
            if (holder != null) {
                throw new HullException.Conflict(
                        "rename container",
                        current.name(),
                        "the name " + name + " is in use by " + ContainerId.shortened(holder),
                        "choose another name");
            }
            hull.records().rewrite(current.named(name));
            names.free(current.name(), id);
            hull.journal().container("rename", current.named(name), Map.of("oldName", current.name()));
        });
    }

    void update(ResourceLimits limits, @Nullable RestartPolicy policy) {
        change("update", current -> {
            if (!LimitChange.isEmpty(limits)) {
                new LimitChange(hull.records(), current)
                        .apply(limits, hull.status(current).state().isLive());
            }
            if (policy != null) {
                if (current.lifecycle().autoRemove() && policy.kind() != RestartPolicy.NO.kind()) {
                    throw new HullException.Invalid(
                            "update container", current.name(), "--restart and --rm contradict each other", "");
                }
                hull.records().rewrite(current.restarting(policy));
                if (hull.status(current).state().isLive()) {
                    new Control(hull, current).restartPolicy(policy.kind().code(), policy.maximum());
                }
            }
            hull.journal().container("update", current, Map.of());
        });
    }

    void remove(boolean force, boolean volumes) {
        hull.reap(id);
        if (hull.records().read(id) == null) {
            return;
        }
        ContainerState state = hull.status(record).state();
        if (state.isLive() || state == ContainerState.CREATING) {
            if (!force) {
                throw new HullException.Conflict(
                        "remove container",
                        record.name(),
                        "it is " + state.word(),
                        "stop it first, or remove it by force with -f");
            }
            new Control(hull, record).stop(KILL, Duration.ofSeconds(10));
        }
        new Control(hull, record).awaitKeeperGone();
        if (hull.records().read(id) == null) {
            return;
        }
        change("remove", current -> {
            ContainerState now = hull.status(current).state();
            if (now.isLive() || now == ContainerState.CREATING) {
                throw new HullException.Conflict(
                        "remove container", current.name(), "it was started again meanwhile", "try again");
            }
            hull.reaper().clearCgroup(id);
            hull.records().remove(id, current);
            if (volumes || current.lifecycle().autoRemove()) {
                hull.volumes().removeAnonymous(current);
            }
        });
    }

    private static final int KILL = 9;

    void pause() {
        change("pause", current -> {
            ContainerState state = hull.status(current).state();
            if (state == ContainerState.PAUSED) {
                throw new HullException.Conflict(
                        "pause container", current.name(), "it is paused already", "hull unpause lets it go on");
            }
            cgroup("pause", state == ContainerState.RUNNING).freeze();
            hull.journal().container("pause", current, Map.of());
        });
    }

    void unpause() {
        change("unpause", current -> {
            cgroup("unpause", hull.status(current).state() == ContainerState.PAUSED)
                    .thaw();
            hull.journal().container("unpause", current, Map.of());
        });
    }

    private ContainerCgroup cgroup(String verb, boolean ready) {
        if (!ready) {
            throw verb.equals("pause")
                    ? new Control(hull, record).notRunning(verb)
                    : new HullException.Conflict(verb + " container", record.name(), "it is not paused", "");
        }
        ContainerCgroup cgroup = hull.records().cgroup(id);
        if (cgroup == null) {
            throw new HullException.Unsupported(
                    verb + " container",
                    record.name(),
                    "it has no cgroup of its own",
                    "run it in the preset container");
        }
        return cgroup;
    }
}
