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

    private final Hull hull;
    private final ContainerRecord record;

    Execs(Hull hull, ContainerRecord record) {
        this.hull = hull;
        this.record = record;
    }

    List<ExecStatus> list() {
        RunDirectory run = hull.records().run(record.id());
        HeldLocks locks = HeldLocks.now();
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
                    end == null ? 0 : end.exitStatus()));
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

    /** Forgets the oldest of those that have ended, and those that were never begun. */
    void prune() throws IOException {
        RunDirectory run = hull.records().run(record.id());
        HeldLocks locks = HeldLocks.now();
        List<Path> ended = new ArrayList<>();
        for (String id : Records.list(run.execs())) {
            RunDirectory exec = run.exec(id);
            Owner owner = Owner.read(exec.path());
            boolean waiting = owner != null && owner.isAlive() && !Files.exists(exec.status());
            if (!locks.isHeld(exec.keeperLock()) && !waiting) {
                ended.add(exec.path());
            }
        }
        ended.sort(Comparator.comparing(Execs::time));
        for (Path old : ended.subList(0, Math.max(0, ended.size() - KEPT))) {
            Tree.delete(old);
            Tree.delete(hull.directories().data(record.id()).resolve("exec").resolve(old.getFileName()));
        }
    }

    private static FileTime time(Path path) {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
