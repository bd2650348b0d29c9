package dev.hull.engine;

import dev.hull.launch.KeeperCall;
import dev.hull.launch.LaunchPlan;
import dev.hull.launch.Step;
import dev.hull.linux.Errno;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Why a start failed, in words; and the end of a record that came to nothing. */
final class Why {
    private final Hull hull;

    Why(Hull hull) {
        this.hull = hull;
    }

    /**
     * Tells the failure of a step, and undoes the record if the step was to start it for the first time.
     *
     * @param id the container's id, or {@code ID/exec/EID}
     */
    HullException tell(String id, int step, int errno) {
        int slash = id.indexOf('/');
        String container = slash < 0 ? id : id.substring(0, slash);
        ContainerRecord record = hull.records().read(container);
        if (record == null) {
            return new HullException.NotFound("explain container", container, "there is none of that id", "");
        }
        HullException told = slash < 0
                ? sentence(record, step, errno)
                : new ExecPreparation(hull, record).explain(id.substring(id.lastIndexOf('/') + 1), step, errno);
        if (slash < 0) {
            end(record, told.kind().exitCode());
        }
        return told;
    }

    private HullException sentence(ContainerRecord record, int step, int errno) {
        Errno name = Errno.of(errno).orElse(Errno.EIO);
        KeeperCall call = KeeperCall.of(step);
        if (call != null) {
            return failed(record, call.why(), name, -1);
        }
        LaunchPlan plan = new Starting(hull, record).plan(record, AttachOptions.none());
        if (step >= plan.steps().size()) {
            return failed(record, "start it", name, step);
        }
        return sentence(hull, record, plan.steps().get(step), step, name);
    }

    /** The sentence of a step of a plan. */
    static HullException sentence(Hull hull, ContainerRecord record, Step step, int id, Errno errno) {
        if (step.operation() == Step.Operation.EXEC) {
            return new CommandFailure(hull, record, record.command()).tell(errno);
        }
        return failed(record, step.why(), errno, id);
    }

    private static HullException failed(ContainerRecord record, String why, Errno errno, int step) {
        return failed("start " + record.name() + " (" + record.image() + ")", why, errno, step);
    }

    static HullException failed(String operation, String why, Errno errno, int step) {
        return new HullException.NotStarted(
                HullException.Kind.FAILED,
                operation,
                why,
                errno + " (" + errno.message() + ")",
                errno,
                step,
                advice(errno));
    }

    private static String advice(Errno errno) {
        return switch (errno) {
            case EPERM -> "run hull as root, or ask for less isolation";
            case ENOSPC -> "free some space: hull prune removes what is unused";
            case EAGAIN, ENOMEM -> "the host has no more processes or memory to give";
            default -> "";
        };
    }

    /** The record of a first start goes, another stays as it was before. */
    private void end(ContainerRecord record, int exitCode) {
        RunDirectory run = hull.records().run(record.id());
        new Control(hull, record).awaitKeeperGone();
        try (@Nullable RecordLock lock = RecordLock.tryTake(run.lock())) {
            if (lock == null) {
                return;
            }
            lock.requireHeld();
            Owner owner = Owner.read(run.path());
            hull.reaper().clearCgroup(record.id());
            hull.journal().container("die", record, java.util.Map.of("exitCode", Integer.toString(exitCode)));
            if (owner != null && owner.work() == Owner.Work.MAKE) {
                hull.records().remove(record.id(), record);
                hull.volumes().removeAnonymous(record);
            }
        } catch (IOException e) {
            throw HullException.of("undo container", record.name(), e);
        }
    }
}
