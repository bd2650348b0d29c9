package dev.hull.launch;

import dev.hull.linux.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** A launch plan in words: what is done, in which process, in which order, and why. */
public final class Explanation {
    private static final int CALL_IN_ERROR = 160;

    private final LaunchPlan plan;
    private final CallText calls;

    private Explanation(LaunchPlan plan) {
        this.plan = plan;
        this.calls = new CallText(plan);
    }

    /** The plan as text for people: every step by its id, and what client and keeper do around them. */
    public static String text(LaunchPlan plan) {
        return new Explanation(plan).text();
    }

    /** The same as one JSON object: {@code {"steps": [...], "around": [...]}}. */
    public static String json(LaunchPlan plan) {
        return new Explanation(plan).json();
    }

    /**
     * The sentence for a step that failed: {@code step 14: mount proc on /proc: fsmount(...): EPERM (Operation not
     * permitted)}.
     *
     * @param id as the keeper told it: a step's, or that of a {@link KeeperCall}
     * @throws IllegalArgumentException if the plan has no such step
     */
    public static String failure(LaunchPlan plan, int id, int errno) {
        KeeperCall around = KeeperCall.of(id);
        if (around != null) {
            return around.why() + ": " + around.calls() + ": " + Errno.describe(errno);
        }
        if (id < 0 || id >= plan.steps().size()) {
            throw new IllegalArgumentException("the plan has no step " + id);
        }
        Step step = plan.steps().get(id);
        String call = new CallText(plan).call(step);
        if (call.length() > CALL_IN_ERROR) {
            call = call.substring(0, CALL_IN_ERROR) + "...";
        }
        return "step " + id + ": " + step.why() + ": " + call + ": " + Errno.describe(errno);
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        around(text, KeeperCall.Phase.CLIENT);
        around(text, KeeperCall.Phase.KEEPER);
        for (Stage stage : Stage.values()) {
            if (stage == Stage.END) {
                around(text, KeeperCall.Phase.RUNNING);
            }
            stage(text, stage);
        }
        around(text, KeeperCall.Phase.AFTERWARDS);
        return text.toString();
    }

    private static void around(StringBuilder text, KeeperCall.Phase phase) {
        text.append(phase.heading()).append('\n');
        for (KeeperCall call : KeeperCall.values()) {
            if (call.phase() == phase) {
                text.append("       ").append(call.calls()).append('\n');
                text.append("            ").append(call.why()).append('\n');
            }
        }
    }

    private void stage(StringBuilder text, Stage stage) {
        boolean isEmpty = true;
        for (int id = 0; id < plan.steps().size(); id++) {
            Step step = plan.steps().get(id);
            if (step.stage() != stage) {
                continue;
            }
            if (isEmpty) {
                text.append(heading(stage)).append('\n');
                isEmpty = false;
            }
            text.append("%5d  ".formatted(id)).append(calls.of(step)).append('\n');
            text.append("            ").append(step.why()).append('\n');
            for (String remark : remarks(id, step)) {
                text.append("            ").append(remark).append('\n');
            }
        }
    }

    private static String heading(Stage stage) {
        return switch (stage) {
            case SETUP -> "keeper, once: what the container needs";
            case START -> "keeper, at each start: the new process";
            case INTERMEDIATE -> "intermediate: between keeper and init, where a fork of its own is demanded";
            case INIT -> "init: becomes the program";
            case END -> "keeper, when the program has ended for good: every step is tried";
        };
    }

    private List<String> remarks(int id, Step step) {
        List<String> remarks = new ArrayList<>();
        if (step.flags().contains(Step.Flag.TOLERATE_ALL)) {
            remarks.add("tolerates every error");
        } else if (!step.tolerated().isEmpty()) {
            remarks.add("tolerates " + tolerated(step));
        }
        if (step.flags().contains(Step.Flag.EXACT)) {
            remarks.add("a shorter result is an error");
        }
        if (step.flags().contains(Step.Flag.RETRY_BUSY)) {
            remarks.add("while busy, tried again for up to a second");
        }
        skip(remarks, id, step.skipAfterSuccess(), "when it succeeds");
        skip(remarks, id, step.skipAfterTolerated(), "when it fails with a tolerated error");
        if (step.undo() != null) {
            remarks.add("undone, if a later step fails, by " + calls.of(step.undo()));
        }
        return remarks;
    }

    private static void skip(List<String> remarks, int id, int count, String when) {
        if (count == 1) {
            remarks.add(when + ", step " + (id + 1) + " is left out");
        } else if (count > 1) {
            remarks.add(when + ", steps " + (id + 1) + " to " + (id + count) + " are left out");
        }
    }

    private static String tolerated(Step step) {
        StringJoiner names = new StringJoiner(", ");
        step.tolerated().stream().sorted().forEach(errno -> names.add(errno.name()));
        return names.toString();
    }

    private String json() {
        StringJoiner steps = new StringJoiner(",\n    ", "[\n    ", "\n  ]");
        for (int id = 0; id < plan.steps().size(); id++) {
            steps.add(json(id, plan.steps().get(id)));
        }
        StringJoiner around = new StringJoiner(",\n    ", "[\n    ", "\n  ]");
        for (KeeperCall call : KeeperCall.values()) {
            around.add(new JsonObject()
                    .put("phase", call.phase().name().toLowerCase(Locale.ROOT))
                    .put("calls", call.calls())
                    .put("why", call.why())
                    .toString());
        }
        return "{\n  \"steps\": " + steps + ",\n  \"around\": " + around + "\n}\n";
    }

    private String json(int id, Step step) {
        JsonObject json = new JsonObject()
                .put("id", id)
                .put("stage", step.stage().name().toLowerCase(Locale.ROOT))
                .put("syscall", step.syscall().kernelName())
                .put("call", calls.of(step))
                .put("why", step.why());
        List<String> remarks = remarks(id, step);
        if (!remarks.isEmpty()) {
            json.put("remarks", remarks);
        }
        return json.toString();
    }
}
