package dev.hull.launch.capsule.x86;

import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Expression.Binary;
import dev.hull.launch.capsule.form.Expression.Both;
import dev.hull.launch.capsule.form.Expression.Constant;
import dev.hull.launch.capsule.form.Expression.Either;
import dev.hull.launch.capsule.form.Expression.Not;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Operator;
import dev.hull.launch.capsule.form.Place;
import dev.hull.launch.capsule.x86.Assembler.Arithmetic;
import dev.hull.launch.capsule.x86.Operand.Immediate;
import dev.hull.launch.capsule.x86.Operand.Memory;
import dev.hull.launch.capsule.x86.Operand.Reg;
import java.util.ArrayList;
import java.util.List;

/** Conditions as jumps: a truth value is never made where only its consequence is wanted. */
final class Branches {
    private final Assembler code;
    private final Expressions expressions;
    private final Frame frame;

    Branches(Assembler code, Expressions expressions, Frame frame) {
        this.code = code;
        this.expressions = expressions;
        this.frame = frame;
    }

    /** Jumps if the condition is {@code sense}, else goes on. */
    void jump(Expression condition, boolean sense, Label target, int busy) {
        switch (condition) {
            case Constant(long value) -> {
                if (value != 0 == sense) {
                    code.jump(target);
                }
            }
            case Not(Expression operand) -> jump(operand, !sense, target, busy);
            case Both(Expression left, Expression right) -> junction(left, right, false, sense, target, busy);
            case Either(Expression left, Expression right) -> junction(left, right, true, sense, target, busy);
            case Binary binary
            when binary.operator().isComparison() -> {
                Operator operator =
                        sense ? binary.operator() : binary.operator().negated();
                code.jump(compare(new Binary(operator, binary.left(), binary.right()), busy), target);
            }
            default -> jump(new Binary(Operator.NOT_EQUAL, condition, new Constant(0)), sense, target, busy);
        }
    }

    /** @param decisive the value of the left operand that decides alone: false of a conjunction, true of a disjunction */
    private void junction(Expression left, Expression right, boolean decisive, boolean sense, Label target, int busy) {
        if (decisive == sense) {
            jump(left, decisive, target, busy);
            jump(right, sense, target, busy);
        } else {
            Label past = new Label("past");
            jump(left, decisive, past, busy);
            jump(right, sense, target, busy);
            code.bind(past);
        }
    }

    /** Sets the flags; the condition under which the comparison holds. */
    Condition compare(Binary comparison, int busy) {
        List<Local> held = new ArrayList<>();
        Expression left = expressions.holdBefore(comparison.left(), comparison.right(), held);
        Condition condition = compare(comparison.operator(), left, comparison.right(), busy);
        held.forEach(frame::release);
        return condition;
    }

    private Condition compare(Operator operator, Expression left, Expression right, int busy) {
        if (Demands.disturbs(right)) {
            expressions.evaluate(right, Register.RAX, 0);
            compare(left, new Reg(Register.RAX), Register.RAX.bit());
            return Condition.of(operator);
        }
        if (right instanceof Constant(long value)) {
            if (value == 0 && testsBits(operator, left, busy)) {
                return Condition.of(operator);
            }
            if (left instanceof Place.Memory memory && fits(memory, value) && !Demands.disturbs(left)) {
                code.compare(memory.width(), expressions.memory(memory.address(), busy), (int) value);
                return Condition.of(memory.signed() ? operator : unsigned(operator));
            }
        }
        Operand operand = expressions.direct(right);
        if (operand != null) {
            compare(left, operand, busy);
        } else if (expressions.free(busy) < 3) {
            Local slot = expressions.holdFrom(right, busy);
            compare(left, frame.home(slot), busy);
            frame.release(slot);
        } else {
            Register first = expressions.scratch(busy);
            expressions.evaluate(left, first, busy);
            Register second = expressions.scratch(busy | first.bit());
            expressions.evaluate(right, second, busy | first.bit());
            code.arithmetic(Arithmetic.CMP, new Reg(first), new Reg(second));
        }
        return Condition.of(operator);
    }

    /** Compares a value with an operand that needs no instruction. */
    private void compare(Expression left, Operand right, int busy) {
        Operand operand = expressions.direct(left);
        boolean comparable = operand instanceof Reg || (operand instanceof Memory && !(right instanceof Memory));
        if (!comparable) {
            Register register = expressions.scratch(busy);
            expressions.evaluate(left, register, busy);
            operand = new Reg(register);
        }
        if (operand instanceof Reg(Register register) && right instanceof Immediate(int value) && value == 0) {
            code.test(register, register);
        } else if (operand != null) {
            code.arithmetic(Arithmetic.CMP, operand, right);
        }
    }

    /** {@code (x & constant) == 0} and {@code != 0}. */
    private boolean testsBits(Operator operator, Expression left, int busy) {
        boolean equality = operator == Operator.EQUAL || operator == Operator.NOT_EQUAL;
        if (!equality
                || !(left instanceof Binary(Operator inner, Expression value, Constant(long mask)))
                || inner != Operator.AND
                || mask != (int) mask) {
            return false;
        }
        if (value instanceof Place.Memory memory && mask == (mask & 0xFF) && !Demands.disturbs(value)) {
            code.testByte(expressions.memory(memory.address(), busy), (int) mask);
        } else if (expressions.direct(value) instanceof Reg(Register register)) {
            code.test(register, (int) mask);
        } else {
            Register register = expressions.scratch(busy);
            expressions.evaluate(value, register, busy);
            code.test(register, (int) mask);
        }
        return true;
    }

    /** Whether narrow memory can be compared in place: the constant is in its range. */
    private static boolean fits(Place.Memory memory, long value) {
        int bits = memory.width().bytes() * 8;
        if (bits == 64) {
            return false;
        }
        return memory.signed() ? value >> (bits - 1) == value >> 63 : value >>> bits == 0;
    }

    /** Zero-extended values are never negative: their signed order is the unsigned one of the narrow values. */
    private static Operator unsigned(Operator operator) {
        return switch (operator) {
            case LESS -> Operator.BELOW;
            case LESS_OR_EQUAL -> Operator.BELOW_OR_EQUAL;
            case GREATER -> Operator.ABOVE;
            case GREATER_OR_EQUAL -> Operator.ABOVE_OR_EQUAL;
            default -> operator;
        };
    }
}
