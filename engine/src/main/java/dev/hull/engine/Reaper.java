package dev.hull.engine;

import dev.hull.launch.StatusRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cleans up after processes that died: half-made records, starts that never began, programs whose keeper was lost, ends
 * that were not finished, records that go with their program. Idempotent; leaves alone whatever somebody works on.
 */
final class Reaper {
    /** What is to be done to a container. */
    private enum Case {
        NOTHING,
        /** The record was never finished, or its program never ran: all of it goes. */
        UNDO_RECORD,
        /** A start of a finished record never began. */
        UNDO_START,
        /** The keeper died without an exit record. */
        LOST,
        /** The keeper died between the exit record and the end of its work. */
        UNCLEAN,
        /** It has ended and its record goes with it. */
        ENDED
    }

    private final Records records;
    private final Volumes volumes;

    Reaper(Records records, Volumes volumes) {
        this.records = records;
        this.volumes = volumes;
    }

    /** Reaps whatever is dead. */
    void sweep() {
        records.emptyTrash();
        HeldLocks locks = records.locks();
        for (String name : Records.list(records.directories().runs())) {
            Draft.reapUnnamed(records.directories().runs().resolve(name));
        }
        for (String id : records.ids()) {
            reap(id, locks);
            sweepVisitors(id);
        }
    }

    private void sweepVisitors(String id) {
        try {
            new Execs(records, id).sweep();
        } catch (IOException e) {
            throw HullException.of("clean up execs of container", ContainerId.shortened(id), e);
        }
    }

    void reap(String id) {
        reap(id, records.locks());
    }

    private void reap(String id, HeldLocks locks) {
        RunDirectory run = records.run(id);
        try {
            if (!run.exists()) {
                reapWithoutRun(id);
            } else if (diagnose(id, run, locks) != Case.NOTHING) {
                try (RecordLock lock = RecordLock.tryTake(run.lock())) {
                    if (lock != null) {
                        lock.requireHeld();
                        treat(id, run, diagnose(id, run, records.locks()));
                    }
                }
            }
        } catch (IOException e) {
            throw HullException.of("reap container", ContainerId.shortened(id), e);
        }
    }

    /** A reboot took the run directory: there is nothing of it but files. */
    private void reapWithoutRun(String id) throws IOException {
        ContainerRecord record = records.read(id);
        if (record == null || record.lifecycle().autoRemove()) {
            // Under a directory of its own nobody else begins to work on it meanwhile.
            Directories.make(records.run(id).path());
            try (RecordLock lock = RecordLock.tryTake(records.run(id).lock())) {
                if (lock != null) {
                    lock.requireHeld();
                    remove(id, record);
                }
            }
        }
    }

    private Case diagnose(String id, RunDirectory run, HeldLocks locks) {
        if (locks.isHeld(run.keeperLock())) {
            return Case.NOTHING;
        }
        Owner owner = Owner.read(run.path());
        boolean owned = owner != null && owner.isAlive();
        boolean making = owner != null && owner.work() == Owner.Work.MAKE;
        if (Files.exists(run.plan())) {
            return owned ? Case.NOTHING : making ? Case.UNDO_RECORD : Case.UNDO_START;
        }
        Optional<StatusRecord> status = run.readStatus();
        if (status.isPresent()) {
            return diagnose(id, status.get(), owned, making);
        }
        if (owned) {
            return Case.NOTHING;
        }
        if (making || RecordFile.isMissing(records.directories().data(id))) {
            return Case.UNDO_RECORD;
        }
        return owner == null ? Case.NOTHING : Case.UNDO_START;
    }

    private Case diagnose(String id, StatusRecord status, boolean owned, boolean making) {
        StatusRecord.End end = status.end();
        boolean everRan = status.started().startedAt() > 0;
        if (!everRan && (end == null || end.failedStep() >= 0)) {
            // A start that failed: its client is about to tell why, and undoes the record itself.
            if (owned) {
                return Case.NOTHING;
            }
            if (making) {
                return Case.UNDO_RECORD;
            }
        }
        if (end == null) {
            return Case.LOST;
        }
        if (!end.clean()) {
            return Case.UNCLEAN;
        }
        ContainerRecord record = records.read(id);
        return record == null ? Case.UNDO_RECORD : record.lifecycle().autoRemove() ? Case.ENDED : Case.NOTHING;
    }

    private void treat(String id, RunDirectory run, Case found) throws IOException {
        if (found == Case.NOTHING || !claim(run)) {
            return;
        }
        ContainerRecord record = records.read(id);
        if (found == Case.UNDO_START) {
            Files.deleteIfExists(run.path().resolve(Owner.FILE));
            return;
        }
        clearCgroup(id);
        switch (found) {
            case LOST -> endLost(run, record);
            case UNCLEAN -> endUnclean(run, record);
            default -> {}
        }
        if (found == Case.UNDO_RECORD || record == null || record.lifecycle().autoRemove()) {
            remove(id, record);
        }
    }

    /** Takes the plan away from whoever might still perform it; false if its client was faster. */
    static boolean claim(RunDirectory run) throws IOException {
        if (Files.exists(run.plan())) {
            try {
                Files.move(run.plan(), run.planDead(), StandardCopyOption.ATOMIC_MOVE);
            } catch (NoSuchFileException e) {
                return false;
            }
            Files.delete(run.planDead());
        }
        return true;
    }

    /** Kills what is left of its processes and removes its cgroups. */
    void clearCgroup(String id) {
        ContainerCgroup cgroup = records.cgroup(id);
        if (cgroup != null && cgroup.exists()) {
            cgroup.kill();
            cgroup.remove();
        }
    }

    private void endLost(RunDirectory run, @Nullable ContainerRecord record) throws IOException {
        if (record != null) {
            records.journal().container("die", record, Map.of("exitCode", Integer.toString(StatusFile.LOST)));
        }
        StatusFile.writeLost(run.status(), records.clock().instant());
    }

    private void endUnclean(RunDirectory run, @Nullable ContainerRecord record) throws IOException {
        StatusRecord.End end = run.readStatus().map(StatusRecord::end).orElse(null);
        if (record != null && end != null && !isTold(record.id(), end)) {
            records.journal().container("die", record, Map.of("exitCode", Integer.toString(end.exitStatus())));
        }
        StatusFile.writeClean(run.status());
    }

    /** Whether the journal has this end already. */
    private boolean isTold(String id, StatusRecord.End end) {
        Exit told = records.earlierEnd(id);
        return told != null && told.finishedAt().toEpochMilli() >= end.finishedAt() / 1_000_000;
    }

    private void remove(String id, @Nullable ContainerRecord record) throws IOException {
        records.remove(id, record);
        if (record != null) {
            volumes.removeAnonymous(record);
        }
    }
}
