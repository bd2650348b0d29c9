package dev.hull.launch.capsule.form;

import dev.hull.launch.capsule.form.Expression.Binary;
import dev.hull.launch.capsule.form.Expression.Both;
import dev.hull.launch.capsule.form.Expression.Call;
import dev.hull.launch.capsule.form.Expression.Either;
import dev.hull.launch.capsule.form.Expression.Not;
import dev.hull.launch.capsule.form.Expression.NumberedCall;
import dev.hull.launch.capsule.form.Expression.SystemCall;
import dev.hull.launch.capsule.form.Place.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Looks through expressions and statements: for backends, and for whoever checks a program. */
public final class Walk {
    private Walk() {}

    public static List<Expression> operands(Expression expression) {
        return switch (expression) {
            case Memory memory -> List.of(memory.address());
            case Binary binary -> List.of(binary.left(), binary.right());
            case Not not -> List.of(not.operand());
            case Both both -> List.of(both.left(), both.right());
            case Either either -> List.of(either.left(), either.right());
            case Call call -> call.arguments();
            case SystemCall call -> call.arguments();
            case NumberedCall call -> {
                List<Expression> all = new ArrayList<>(call.arguments());
                all.add(call.number());
                yield List.copyOf(all);
            }
            default -> List.of();
        };
    }

    /** Whether the predicate holds for the expression or anything in it. */
    public static boolean any(Expression expression, Predicate<Expression> predicate) {
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
    public static void each(List<Statement> statements, Consumer<Expression> consumer) {
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

    public static void each(Expression expression, Consumer<Expression> consumer) {
        consumer.accept(expression);
        for (Expression operand : operands(expression)) {
            each(operand, consumer);
        }
    }
}
