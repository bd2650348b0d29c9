package dev.hull.launch;

import dev.hull.linux.Architecture;
import dev.hull.linux.Errno;
import java.util.ArrayList;
import java.util.List;

/** A launch plan as the bytes that the capsule performs; {@link TableLayout} is their description. */
public final class PlanTable {
    private final TableImage image = new TableImage();
    private final Architecture architecture;

    private PlanTable(Architecture architecture) {
        this.architecture = architecture;
        image.reserve(TableLayout.FIRST_STEP);
        image.putInt(TableLayout.ARCHITECTURE, architecture.auditArch());
    }

    /**
     * The table of a plan.
     *
     * @param architecture whose capsule performs it
     * @throws IllegalArgumentException if the plan is over a limit of the table, or asks for what its form cannot say
     */
    public static byte[] write(LaunchPlan plan, Architecture architecture) {
        PlanTable table = new PlanTable(architecture);
        TablePlaces places = table.steps(plan);
        table.record(places, plan, false);
        new KeeperBlock(table.image).write(plan.keeper());
        table.image.putInt(TableLayout.CHILD_DATA, table.image.reserve(0));
        table.record(places, plan, true);
        return table.image.finish();
    }

    /** The table of a client that attaches. */
    public static byte[] write(AttachPlan plan, Architecture architecture) {
        PlanTable table = new PlanTable(architecture);
        new KeeperBlock(table.image).write(plan);
        table.image.putInt(TableLayout.CHILD_DATA, table.image.reserve(0));
        return table.image.finish();
    }

    /** Room for the records, and places for what several of them share. */
    private TablePlaces steps(LaunchPlan plan) {
        List<Step> undos = undos(plan);
        int count = plan.steps().size();
        if (count + undos.size() > TableLayout.MAX_STEPS) {
            throw new IllegalArgumentException("the plan has " + (count + undos.size())
                    + " steps with their undos, more than " + TableLayout.MAX_STEPS);
        }
        image.reserve(TableLayout.STEP_SIZE * (count + undos.size()));
        image.putInt(TableLayout.STEP_COUNT, count + undos.size());
        stages(plan);

        TablePlaces places = new TablePlaces(image, plan.known());
        for (Step step : plan.steps()) {
            places.placeSlots(step.arguments());
        }
        for (Step undo : undos) {
            places.placeSlots(undo.arguments());
        }
        return places;
    }

    /** Writes the records, and what they point to, of the keeper's steps or of those that its children perform. */
    private void record(TablePlaces places, LaunchPlan plan, boolean children) {
        int undone = plan.steps().size();
        for (int id = 0; id < plan.steps().size(); id++) {
            Step step = plan.steps().get(id);
            boolean childs = step.stage() == Stage.INTERMEDIATE || step.stage() == Stage.INIT;
            if (childs == children) {
                record(places, id, id, step);
            }
            if (step.undo() != null) {
                image.putInt(at(id) + TableLayout.S_UNDO, undone + 1);
                if (childs == children) {
                    record(places, undone, id, step.undo());
                }
                undone++;
            }
        }
        places.fillStructs();
    }

    private static List<Step> undos(LaunchPlan plan) {
        List<Step> undos = new ArrayList<>();
        for (Step step : plan.steps()) {
            Step undo = step.undo();
            if (undo == null) {
                continue;
            }
            if (undo.undo() != null || step.stage().compareTo(Stage.START) > 0) {
                throw new IllegalArgumentException("no undo is possible there: " + step.why());
            }
            undos.add(undo);
        }
        return undos;
    }

    private void stages(LaunchPlan plan) {
        int first = 0;
        for (Stage stage : Stage.values()) {
            image.putInt(TableLayout.STAGES + 4 * stage.code(), first);
            int behind = first;
            while (behind < plan.steps().size() && plan.steps().get(behind).stage() == stage) {
                behind++;
            }
            for (int i = first; i < behind; i++) {
                Step step = plan.steps().get(i);
                if (i + 1 + Math.max(step.skipAfterSuccess(), step.skipAfterTolerated()) > behind) {
                    throw new IllegalArgumentException(
                            "step " + i + " leaves out more than follows in its stage: " + step.why());
                }
            }
            first = behind;
        }
        image.putInt(TableLayout.STAGES + 4 * Stage.values().length, first);
    }

    private void record(TablePlaces places, int index, int id, Step step) {
        int number = step.syscall().number(architecture);
        if (number < 0) {
            throw new IllegalArgumentException(
                    architecture + " has no system call " + step.syscall().kernelName() + ": " + step.why());
        }
        int at = at(index);
        image.putShort(at + TableLayout.S_ID, id);
        image.putByte(at + TableLayout.S_STAGE, step.stage().code());
        image.putByte(at + TableLayout.S_OPERATION, step.operation().code());
        image.putInt(at + TableLayout.S_SYSCALL, number);
        for (int i = 0; i < step.arguments().size(); i++) {
            places.argument(
                    at + TableLayout.S_ARGUMENTS + 8 * i,
                    at + TableLayout.S_KINDS + i,
                    step.arguments().get(i));
        }
        image.putByte(at + TableLayout.S_FLAGS, flags(step));
        if (step.result() != null) {
            image.putAddress(at + TableLayout.S_RESULT, places.place(step.result()));
        }
        int tolerated = at + TableLayout.S_TOLERATED;
        for (Errno errno : step.tolerated()) {
            image.putByte(tolerated++, errno.number());
        }
        image.putShort(at + TableLayout.S_SKIP_AFTER_SUCCESS, step.skipAfterSuccess());
        image.putShort(at + TableLayout.S_SKIP_AFTER_TOLERATED, step.skipAfterTolerated());
    }

    private static int flags(Step step) {
        int flags = 0;
        for (Step.Flag flag : step.flags()) {
            flags |= flag.bit();
        }
        return flags;
    }

    private static int at(int index) {
        return TableLayout.FIRST_STEP + TableLayout.STEP_SIZE * index;
    }
}
