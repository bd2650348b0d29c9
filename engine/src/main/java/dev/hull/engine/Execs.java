package dev.hull.engine;

import dev.hull.launch.StatusRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The execs of one container that left a record. */
final class Execs {
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
                    List.of(),
                    running,
                    running && status.isPresent() ? (int) status.get().started().initPid() : 0,
                    end == null ? 0 : end.exitStatus()));
        }
        return execs;
    }
}
