package dev.hull.container.plan;

import static dev.hull.launch.Argument.text;
import static dev.hull.launch.Argument.value;

import dev.hull.launch.Argument;
import dev.hull.launch.KeeperSettings;
import dev.hull.launch.KnownSlots;
import dev.hull.launch.LaunchPlan;
import dev.hull.launch.Slot;
import dev.hull.launch.Stage;
import dev.hull.launch.Step;
import dev.hull.linux.Errno;
import dev.hull.linux.Syscall;
import java.util.ArrayList;
import java.util.List;

/** The steps of a plan while it is made: a list a stage, and the words shared with the capsule. */
final class StepList {
    final KnownSlots known = new KnownSlots();

    private final List<Step> setup = new ArrayList<>();
    private final List<Step> start = new ArrayList<>();
    private final List<Step> init = new ArrayList<>();
    private final List<Step> end = new ArrayList<>();

    void add(Step step) {
        of(step.stage()).add(step);
    }

    void addAll(List<Step> steps) {
        steps.forEach(this::add);
    }

    /** Adds a call that must succeed. */
    void call(Stage stage, String why, Syscall syscall, Argument... arguments) {
        add(Step.call(stage, why, syscall, arguments));
    }

    /** Adds a call whose result is kept. */
    Slot call(Stage stage, Slot result, String why, Syscall syscall, Argument... arguments) {
        add(Step.call(stage, why, syscall, arguments).into(result));
        return result;
    }

    /** Adds a write(2) of all the bytes. */
    void write(Stage stage, Argument descriptor, byte[] bytes, String why) {
        add(Step.call(stage, why, Syscall.WRITE, descriptor, new Argument.Bytes(bytes), value(bytes.length))
                .with(Step.Flag.EXACT));
    }

    /** Adds a comparison of memory that the plan fails at if it differs. */
    void compare(Stage stage, Argument actual, byte[] expected, Errno error, String why) {
        add(Step.of(
                stage,
                Step.Operation.COMPARE,
                why,
                Syscall.READ,
                actual,
                new Argument.Bytes(expected),
                value(expected.length),
                value(error.number(), error.name())));
    }

    /** Adds an open(2) of a host path; the descriptor is close-on-exec, as every one of a plan. */
    Slot open(Stage stage, String path, long flags, String flagNames) {
        return call(
                stage,
                new Slot(path),
                "open " + path,
                Syscall.OPENAT,
                Constants.CWD,
                text(path),
                Constants.open(flags, flagNames));
    }

    private List<Step> of(Stage stage) {
        return switch (stage) {
            case SETUP -> setup;
            case START -> start;
            case INIT -> init;
            case END -> end;
            case INTERMEDIATE ->
                throw new IllegalArgumentException(
                        "no plan needs an intermediate: the keeper enters what a fork needs");
        };
    }

    LaunchPlan plan(KeeperSettings keeper) {
        List<Step> steps = new ArrayList<>(setup);
        steps.addAll(start);
        steps.addAll(init);
        steps.addAll(end);
        return new LaunchPlan(steps, known, keeper);
    }
}
