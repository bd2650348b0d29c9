package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.number;

import dev.hull.launch.KeeperCall;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Function;

/**
 * The performer as the keeper calls it. A failure is {@code step id << 16 | errno}; 0 is success.
 *
 * @param perform {@code (stage)}: performs a stage's steps until one fails, {@link dev.hull.launch.Stage#SETUP} and
 *     {@link dev.hull.launch.Stage#START} in the keeper; gives the failure or 0. What SPAWN made goes on with the other
 *     stages, its signal mask emptied first (the keeper blocks all), and does not come back: it ends in the workload's execve or in a report and exit
 * @param undo {@code (stage)}: performs the undos of the stage's steps that succeeded since they were last undone, in
 *     reverse; what fails is passed over
 * @param finish {@code ()}: performs every step of {@link dev.hull.launch.Stage#END}; gives the first failure or 0
 * @param sweep {@code ()}: of the END steps only those that kill what is left in a cgroup: between two starts
 */
record PerformerCalls(Function perform, Function undo, Function finish, Function sweep) {
    /** A failure's step is above this bit. */
    static final int STEP_SHIFT = 16;

    /** A failure's errno. */
    static final int ERRNO_MASK = 0xffff;

    /** The failure of that step with that negated errno. */
    static Expression failure(Expression step, Expression negatedErrno) {
        return step.shiftLeft(STEP_SHIFT).bitOr(number(0).minus(negatedErrno));
    }

    /** The failure of a call around the steps. */
    static Expression failure(KeeperCall call, Expression negatedErrno) {
        return failure(number(call.id()), negatedErrno);
    }
}
