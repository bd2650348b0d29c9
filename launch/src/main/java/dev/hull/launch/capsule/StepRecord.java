package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.u16;
import static dev.hull.launch.capsule.form.Form.u32;
import static dev.hull.launch.capsule.form.Form.u64;
import static dev.hull.launch.capsule.form.Form.u8;

import dev.hull.launch.Step;
import dev.hull.launch.TableLayout;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Place;

/** The parts of a step's record, by its address. {@link TableLayout} tells what they mean. */
final class StepRecord {
    private StepRecord() {}

    static Place id(Expression step) {
        return u16(step, TableLayout.S_ID);
    }

    static Expression stage(Expression step) {
        return u8(step, TableLayout.S_STAGE);
    }

    static Expression is(Expression step, Step.Operation operation) {
        return u8(step, TableLayout.S_OPERATION).is(operation.code());
    }

    static Expression syscall(Expression step) {
        return u32(step, TableLayout.S_SYSCALL);
    }

    static Expression word(Expression step, Expression number) {
        return u64(step.plus(number.shiftLeft(3)).plus(TableLayout.S_ARGUMENTS));
    }

    static Expression kind(Expression step, Expression number) {
        return u8(step.plus(number).plus(TableLayout.S_KINDS));
    }

    static Expression has(Expression step, Step.Flag flag) {
        return u8(step, TableLayout.S_FLAGS).bitAnd(flag.bit());
    }

    static Place done(Expression step) {
        return u8(step, TableLayout.S_DONE);
    }

    static Expression result(Expression step) {
        return u64(step, TableLayout.S_RESULT);
    }

    static Expression skipAfterSuccess(Expression step) {
        return u16(step, TableLayout.S_SKIP_AFTER_SUCCESS);
    }

    static Expression skipAfterTolerated(Expression step) {
        return u16(step, TableLayout.S_SKIP_AFTER_TOLERATED);
    }

    /** The index of the undo's record plus one, or 0. */
    static Expression undo(Expression step) {
        return u32(step, TableLayout.S_UNDO);
    }
}
