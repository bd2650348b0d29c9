package dev.hull.launch.capsule.x86;

import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Expression.Binary;
import dev.hull.launch.capsule.form.Expression.Call;
import dev.hull.launch.capsule.form.Expression.Constant;
import dev.hull.launch.capsule.form.Expression.NumberedCall;
import dev.hull.launch.capsule.form.Expression.SystemCall;
import dev.hull.launch.capsule.form.Operator;
import dev.hull.launch.capsule.form.Walk;

/** Which expressions need fixed registers on x86-64: calls, divisions, shifts by what is not known. */
final class Demands {
    private Demands() {}

    /** Whether evaluating it needs fixed registers, so nothing else may be held in a volatile one meanwhile. */
    static boolean disturbs(Expression expression) {
        return Walk.any(expression, it -> isCall(it) || divides(it) || shiftsByVariable(it));
    }

    static boolean isCall(Expression expression) {
        return expression instanceof Call || isSystemCall(expression);
    }

    static boolean isSystemCall(Expression expression) {
        return expression instanceof SystemCall || expression instanceof NumberedCall;
    }

    static boolean divides(Expression expression) {
        return expression instanceof Binary binary
                && (binary.operator() == Operator.DIVIDE || binary.operator() == Operator.MODULO);
    }

    static boolean shiftsByVariable(Expression expression) {
        return expression instanceof Binary binary
                && (binary.operator() == Operator.SHIFT_LEFT || binary.operator() == Operator.SHIFT_RIGHT)
                && !(binary.right() instanceof Constant);
    }
}
