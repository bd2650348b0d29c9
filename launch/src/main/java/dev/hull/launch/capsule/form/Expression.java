package dev.hull.launch.capsule.form;

import dev.hull.linux.Architecture;
import dev.hull.linux.Errno;
import dev.hull.linux.Syscall;
import java.util.List;
import java.util.function.ToLongFunction;

/** A value: a 64-bit word. As a condition, 0 is false and everything else true. */
public sealed interface Expression permits Place, Space, Buffer, Expression.Node {
    /** The expressions that {@link Form} and the methods below make. */
    sealed interface Node extends Expression {}

    record Constant(long value) implements Node {}

    /** A constant that differs between architectures: an offset in {@code struct stat}, a flag of open(2). */
    record ArchitectureConstant(String name, ToLongFunction<Architecture> value) implements Node {}

    /** The address of read-only bytes; equal bytes share one place. */
    record Data(byte[] bytes) implements Node {}

    record WordAddress(Word word) implements Node {}

    record Binary(Operator operator, Expression left, Expression right) implements Node {}

    /** 1 if the operand is 0, else 0. */
    record Not(Expression operand) implements Node {}

    /** Short-circuit conjunction: 1 or 0. */
    record Both(Expression left, Expression right) implements Node {}

    /** Short-circuit disjunction: 1 or 0. */
    record Either(Expression left, Expression right) implements Node {}

    record Call(Function function, List<Expression> arguments) implements Node {}

    record SystemCall(Syscall syscall, List<Expression> arguments) implements Node {}

    /** The system call whose number is the first operand: a plan's step. */
    record NumberedCall(Expression number, List<Expression> arguments) implements Node {}

    default Expression plus(Expression other) {
        return new Binary(Operator.ADD, this, other);
    }

    default Expression plus(long other) {
        return plus(new Constant(other));
    }

    default Expression minus(Expression other) {
        return new Binary(Operator.SUBTRACT, this, other);
    }

    default Expression minus(long other) {
        return minus(new Constant(other));
    }

    default Expression times(Expression other) {
        return new Binary(Operator.MULTIPLY, this, other);
    }

    default Expression times(long other) {
        return times(new Constant(other));
    }

    /** Unsigned. */
    default Expression dividedBy(Expression other) {
        return new Binary(Operator.DIVIDE, this, other);
    }

    /** Unsigned. */
    default Expression dividedBy(long other) {
        return dividedBy(new Constant(other));
    }

    /** Unsigned. */
    default Expression modulo(Expression other) {
        return new Binary(Operator.MODULO, this, other);
    }

    /** Unsigned. */
    default Expression modulo(long other) {
        return modulo(new Constant(other));
    }

    default Expression bitAnd(Expression other) {
        return new Binary(Operator.AND, this, other);
    }

    default Expression bitAnd(long other) {
        return bitAnd(new Constant(other));
    }

    default Expression bitOr(Expression other) {
        return new Binary(Operator.OR, this, other);
    }

    default Expression bitOr(long other) {
        return bitOr(new Constant(other));
    }

    default Expression bitXor(Expression other) {
        return new Binary(Operator.XOR, this, other);
    }

    default Expression bitXor(long other) {
        return bitXor(new Constant(other));
    }

    default Expression shiftLeft(Expression bits) {
        return new Binary(Operator.SHIFT_LEFT, this, bits);
    }

    default Expression shiftLeft(long bits) {
        return shiftLeft(new Constant(bits));
    }

    /** Fills with zeros. */
    default Expression shiftRight(Expression bits) {
        return new Binary(Operator.SHIFT_RIGHT, this, bits);
    }

    /** Fills with zeros. */
    default Expression shiftRight(long bits) {
        return shiftRight(new Constant(bits));
    }

    default Expression is(Expression other) {
        return new Binary(Operator.EQUAL, this, other);
    }

    default Expression is(long other) {
        return is(new Constant(other));
    }

    default Expression isNot(Expression other) {
        return new Binary(Operator.NOT_EQUAL, this, other);
    }

    default Expression isNot(long other) {
        return isNot(new Constant(other));
    }

    /** Signed. */
    default Expression isLess(Expression other) {
        return new Binary(Operator.LESS, this, other);
    }

    /** Signed. */
    default Expression isLess(long other) {
        return isLess(new Constant(other));
    }

    /** Signed. */
    default Expression isAtMost(Expression other) {
        return new Binary(Operator.LESS_OR_EQUAL, this, other);
    }

    /** Signed. */
    default Expression isAtMost(long other) {
        return isAtMost(new Constant(other));
    }

    /** Signed. */
    default Expression isGreater(Expression other) {
        return new Binary(Operator.GREATER, this, other);
    }

    /** Signed. */
    default Expression isGreater(long other) {
        return isGreater(new Constant(other));
    }

    /** Signed. */
    default Expression isAtLeast(Expression other) {
        return new Binary(Operator.GREATER_OR_EQUAL, this, other);
    }

    /** Signed. */
    default Expression isAtLeast(long other) {
        return isAtLeast(new Constant(other));
    }

    /** Unsigned: of addresses, lengths and offsets. */
    default Expression isBelow(Expression other) {
        return new Binary(Operator.BELOW, this, other);
    }

    /** Unsigned: of addresses, lengths and offsets. */
    default Expression isBelow(long other) {
        return isBelow(new Constant(other));
    }

    /** Unsigned: of addresses, lengths and offsets. */
    default Expression isAbove(Expression other) {
        return new Binary(Operator.ABOVE, this, other);
    }

    /** Unsigned: of addresses, lengths and offsets. */
    default Expression isAbove(long other) {
        return isAbove(new Constant(other));
    }

    default Expression isZero() {
        return is(0);
    }

    default Expression isNegative() {
        return isLess(0);
    }

    /** Whether a system call failed: it gave -4095..-1 (a mapping's address is never there). */
    default Expression isError() {
        return isAbove(-4096);
    }

    /** Whether a system call failed with exactly that error. */
    default Expression is(Errno error) {
        return is(-error.number());
    }

    default Expression not() {
        return new Not(this);
    }

    /** Short-circuit: the other is evaluated only if this is true. */
    default Expression and(Expression other) {
        return new Both(this, other);
    }

    /** Short-circuit: the other is evaluated only if this is false. */
    default Expression or(Expression other) {
        return new Either(this, other);
    }
}
