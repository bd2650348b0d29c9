package dev.hull.engine;

import dev.hull.launch.StatusRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The execs of one container that left a record. */
final class Execs {
    /** How many ended ones are remembered. */
    private static final int KEPT = 8;

    private final Records records;
    private final Path data;
    private final RunDirectory run;

    /** @param id the container's */
    Execs(Records records, String id) {
        this.records = records;
        this.data = records.directories().data(id).resolve("exec");
        this.run = records.run(id);
    }

    List<ExecStatus> list() {
        HeldLocks locks = records.locks();
        List<ExecStatus> execs = new ArrayList<>();
        for (String id : Records.list(run.execs())) {
            RunDirectory exec = run.exec(id);
            boolean running = locks.isHeld(exec.keeperLock());
            Optional<StatusRecord> status = exec.readStatus();
            StatusRecord.End end = status.map(StatusRecord::end).orElse(null);
            execs.add(new ExecStatus(
                    id,
                    command(exec),
                    running,
                    running && status.isPresent() ? (int) status.get().started().initPid() : 0,
                    end != null ? end.exitStatus() : running || status.isEmpty() ? 0 : StatusFile.LOST));
        }
        return execs;
    }

    private static List<String> command(RunDirectory exec) {
        try {
            return ExecSteps.read(exec.path().resolve(ExecSteps.FILE)).command();
        } catch (IOException e) {
            // It was forgotten while we looked.
            return List.of();
        }
    }

    /** Cleans up after execs and attached clients that died, unless somebody works on the container. */
    void sweep() throws IOException {
        if (!run.hasVisitors()) {
            return;
        }
        try (RecordLock lock = RecordLock.tryTake(run.lock())) {
            if (lock != null) {
                run.removeStaleAttachments();
                prune(lock);
            }
        }
    }

    /**
     * Forgets those that were never begun and whose owner died, and the oldest of those that have ended.
     *
     * @param held the container's lock: whoever prepares an exec holds it until its owner's line is written
     */
    void prune(RecordLock held) throws IOException {
        held.requireHeld();
        HeldLocks locks = records.locks();
        List<Path> ended = new ArrayList<>();
        for (String id : Records.list(run.execs())) {
            RunDirectory exec = run.exec(id);
            Owner owner = Owner.read(exec.path());
            boolean owned = owner != null && owner.isAlive();
            if (locks.isHeld(exec.keeperLock())) {
                continue;
            }
            if (Files.exists(exec.status())) {
                ended.add(exec.path());
            } else if (!owned && claim(exec)) {
                forget(exec.path());
            }
        }
        ended.sort(Comparator.comparing(Execs::time));
        for (Path old : ended.subList(0, Math.max(0, ended.size() - KEPT))) {
            forget(old);
        }
    }

    /** Takes the plan away from a client that might still come; false if it was faster. */
    private static boolean claim(RunDirectory exec) throws IOException {
        return !Files.exists(exec.plan()) || Reaper.claim(exec);
    }

    private void forget(Path exec) throws IOException {
        Tree.delete(exec);
        Tree.delete(data.resolve(exec.getFileName()));
    }

    private static FileTime time(Path path) {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
