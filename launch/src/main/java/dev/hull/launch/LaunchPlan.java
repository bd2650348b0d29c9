package dev.hull.launch;

import java.util.List;

/**
 * A launch plan: the typed steps that start one program isolated, and what its keeper needs to know.
 *
 * <p>It has three readers: {@link PlanTable} writes it for the capsule, {@link Explanation} tells it in words, and the
 * tests look at it. A step's id is its place in {@link #steps}, from 0; table, explanation and errors use the same.
 *
 * @param steps ordered by stage; within a stage in the order in which they are performed
 * @param known the words shared with the capsule
 * @param keeper what client and keeper need
 */
public record LaunchPlan(List<Step> steps, KnownSlots known, KeeperSettings keeper) {
    public LaunchPlan {
        steps = List.copyOf(steps);
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i).stage().compareTo(steps.get(i - 1).stage()) < 0) {
                throw new IllegalArgumentException("step " + i + " is out of its stage's order: "
                        + steps.get(i).why());
            }
        }
    }

    /** The steps of one stage. */
    public List<Step> stage(Stage stage) {
        return steps.stream().filter(step -> step.stage() == stage).toList();
    }
}
