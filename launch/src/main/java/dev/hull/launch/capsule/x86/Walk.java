package dev.hull.launch.capsule.x86;

import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Expression.Binary;
import dev.hull.launch.capsule.form.Expression.Both;
import dev.hull.launch.capsule.form.Expression.Call;
import dev.hull.launch.capsule.form.Expression.Constant;
import dev.hull.launch.capsule.form.Expression.Either;
import dev.hull.launch.capsule.form.Expression.Not;
import dev.hull.launch.capsule.form.Expression.NumberedCall;
import dev.hull.launch.capsule.form.Expression.SystemCall;
import dev.hull.launch.capsule.form.Operator;
import dev.hull.launch.capsule.form.Place.Memory;
import dev.hull.launch.capsule.form.Statement;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Looks through expressions and statements. */
final class Walk {
    private Walk() {}

    static List<Expression> operands(Expression expression) {
        return switch (expression) {
            case Memory memory -> List.of(memory.address());
            case Binary binary -> List.of(binary.left(), binary.right());
            case Not not -> List.of(not.operand());
            case Both both -> List.of(both.left(), both.right());
            case Either either -> List.of(either.left(), either.right());
            case Call call -> call.arguments();
            case SystemCall call -> call.arguments();
            case NumberedCall call -> {
                List<Expression> all = new java.util.ArrayList<>(call.arguments());
                all.add(call.number());
                yield List.copyOf(all);
            }
            default -> List.of();
        };
    }

    /** Whether the predicate holds for the expression or anything in it. */
    static boolean any(Expression expression, Predicate<Expression> predicate) {
        if (predicate.test(expression)) {
            return true;
        }
        for (Expression operand : operands(expression)) {
            if (any(operand, predicate)) {
                return true;
            }
        }
        return false;
    }

    /** Gives every expression of the statements, in order, nested ones after what contains them. */
    static void each(List<Statement> statements, Consumer<Expression> consumer) {
        for (Statement statement : statements) {
            switch (statement) {
                case Statement.Assign assign -> {
                    each(assign.value(), consumer);
                    each(assign.place(), consumer);
                }
                case Statement.Run run -> each(run.expression(), consumer);
                case Statement.If branch -> {
                    each(branch.condition(), consumer);
                    each(branch.then(), consumer);
                    each(branch.otherwise(), consumer);
                }
                case Statement.Loop loop -> {
                    each(loop.condition(), consumer);
                    each(loop.body(), consumer);
                }
                case Statement.Return result -> each(result.value(), consumer);
                case Statement.Break _, Statement.Continue _ -> {}
            }
        }
    }

    static void each(Expression expression, Consumer<Expression> consumer) {
        consumer.accept(expression);
        for (Expression operand : operands(expression)) {
            each(operand, consumer);
        }
    }

    /** Whether evaluating it needs fixed registers, so nothing else may be held in a volatile one meanwhile. */
    static boolean disturbs(Expression expression) {
        return any(expression, it -> isCall(it) || divides(it) || shiftsByVariable(it));
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
