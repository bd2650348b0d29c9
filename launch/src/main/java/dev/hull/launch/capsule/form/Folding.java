package dev.hull.launch.capsule.form;

import dev.hull.launch.capsule.form.Expression.ArchitectureConstant;
import dev.hull.launch.capsule.form.Expression.Binary;
import dev.hull.launch.capsule.form.Expression.Both;
import dev.hull.launch.capsule.form.Expression.Call;
import dev.hull.launch.capsule.form.Expression.Constant;
import dev.hull.launch.capsule.form.Expression.Either;
import dev.hull.launch.capsule.form.Expression.Not;
import dev.hull.launch.capsule.form.Expression.NumberedCall;
import dev.hull.launch.capsule.form.Expression.SystemCall;
import dev.hull.linux.Architecture;
import java.util.List;

/**
 * What every backend does first with an expression: puts in the architecture's constants, computes what is known, brings
 * the rest into one shape. A constant is the right operand where the order does not matter, a subtracted constant is an
 * added one, multiplying and dividing by powers of two are shifts.
 */
public record Folding(Architecture architecture) {
    public Expression fold(Expression expression) {
        return switch (expression) {
            case ArchitectureConstant constant -> new Constant(constant.value().applyAsLong(architecture));
            case Place.Memory memory -> new Place.Memory(memory.width(), memory.signed(), fold(memory.address()));
            case Binary binary -> binary(binary.operator(), fold(binary.left()), fold(binary.right()));
            case Not not -> not(fold(not.operand()));
            case Both both -> new Both(fold(both.left()), fold(both.right()));
            case Either either -> new Either(fold(either.left()), fold(either.right()));
            case Call call -> new Call(call.function(), foldAll(call.arguments()));
            case SystemCall call -> new SystemCall(call.syscall(), foldAll(call.arguments()));
            case NumberedCall call -> new NumberedCall(fold(call.number()), foldAll(call.arguments()));
            case Constant _, Local _, Word _, Space _, Buffer _, Expression.Data _, Expression.WordAddress _ ->
                expression;
        };
    }

    private List<Expression> foldAll(List<Expression> expressions) {
        return expressions.stream().map(this::fold).toList();
    }

    private static Expression not(Expression operand) {
        return switch (operand) {
            case Constant(long value) -> new Constant(value == 0 ? 1 : 0);
            case Binary(Operator operator, Expression left, Expression right)
            when operator.isComparison() -> new Binary(operator.negated(), left, right);
            default -> new Not(operand);
        };
    }

    private static Expression binary(Operator operator, Expression left, Expression right) {
        if (right instanceof Constant(long r)) {
            return left instanceof Constant(long l) && !(r == 0 && divides(operator))
                    ? new Constant(compute(operator, l, r))
                    : withConstant(operator, left, r);
        }
        return left instanceof Constant && commutes(operator)
                ? binary(operator, right, left)
                : new Binary(operator, left, right);
    }

    private static Expression withConstant(Operator operator, Expression left, long right) {
        if (Long.bitCount(right) == 1) {
            int shift = Long.numberOfTrailingZeros(right);
            switch (operator) {
                case MULTIPLY -> {
                    return withConstant(Operator.SHIFT_LEFT, left, shift);
                }
                case DIVIDE -> {
                    return withConstant(Operator.SHIFT_RIGHT, left, shift);
                }
                case MODULO -> {
                    return new Binary(Operator.AND, left, new Constant(right - 1));
                }
                default -> {}
            }
        }
        return switch (operator) {
            case SUBTRACT -> withConstant(Operator.ADD, left, -right);
            case ADD -> {
                if (right == 0) {
                    yield left;
                }
                yield left instanceof Binary(Operator inner, Expression base, Constant(long more))
                                && inner == Operator.ADD
                        ? withConstant(Operator.ADD, base, more + right)
                        : new Binary(Operator.ADD, left, new Constant(right));
            }
            case SHIFT_LEFT, SHIFT_RIGHT ->
                (right & 63) == 0 ? left : new Binary(operator, left, new Constant(right & 63));
            default -> new Binary(operator, left, new Constant(right));
        };
    }

    private static boolean divides(Operator operator) {
        return operator == Operator.DIVIDE || operator == Operator.MODULO;
    }

    private static boolean commutes(Operator operator) {
        return switch (operator) {
            case ADD, MULTIPLY, AND, OR, XOR, EQUAL, NOT_EQUAL -> true;
            default -> false;
        };
    }

    /** The language's arithmetic. */
    public static long compute(Operator operator, long left, long right) {
        return switch (operator) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> Long.divideUnsigned(left, right);
            case MODULO -> Long.remainderUnsigned(left, right);
            case AND -> left & right;
            case OR -> left | right;
            case XOR -> left ^ right;
            case SHIFT_LEFT -> left << right;
            case SHIFT_RIGHT -> left >>> right;
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                compares(operator, Long.compare(left, right)) ? 1 : 0;
            case BELOW, BELOW_OR_EQUAL, ABOVE, ABOVE_OR_EQUAL ->
                compares(operator, Long.compareUnsigned(left, right)) ? 1 : 0;
        };
    }

    private static boolean compares(Operator operator, int order) {
        return switch (operator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS, BELOW -> order < 0;
            case LESS_OR_EQUAL, BELOW_OR_EQUAL -> order <= 0;
            case GREATER, ABOVE -> order > 0;
            case GREATER_OR_EQUAL, ABOVE_OR_EQUAL -> order >= 0;
            default -> throw new IllegalArgumentException(operator + " is no comparison");
        };
    }
}
