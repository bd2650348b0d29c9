package dev.hull.launch.capsule.x86;

import dev.hull.launch.capsule.form.Buffer;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Expression.Binary;
import dev.hull.launch.capsule.form.Expression.Both;
import dev.hull.launch.capsule.form.Expression.Constant;
import dev.hull.launch.capsule.form.Expression.Either;
import dev.hull.launch.capsule.form.Expression.Not;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Operator;
import dev.hull.launch.capsule.form.Place;
import dev.hull.launch.capsule.form.Place.Width;
import dev.hull.launch.capsule.form.Walk;
import dev.hull.launch.capsule.form.Word;
import dev.hull.launch.capsule.x86.Assembler.Arithmetic;
import dev.hull.launch.capsule.x86.Assembler.Shift;
import dev.hull.launch.capsule.x86.Operand.Immediate;
import dev.hull.launch.capsule.x86.Operand.Memory;
import dev.hull.launch.capsule.x86.Operand.Reg;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values into registers.
 *
 * <p>Every method takes {@code busy}: the volatile registers, as bits, that hold something and must survive. An expression
 * that {@linkplain Demands#disturbs disturbs} is only ever evaluated with none busy: what is needed later is held in the
 * frame.
 */
final class Expressions {
    private final Assembler code;
    private final Frame frame;
    private final Addresses addresses;
    private final Branches branches;
    private final Calls calls;

    Expressions(Assembler code, Frame frame, Addresses addresses) {
        this.code = code;
        this.frame = frame;
        this.addresses = addresses;
        this.branches = new Branches(code, this, frame);
        this.calls = new Calls(code, this, addresses, frame);
    }

    Branches branches() {
        return branches;
    }

    /** A free scratch register. */
    Register scratch(int busy) {
        for (Register register : Register.VOLATILE) {
            if ((frame.scratch() & ~busy & register.bit()) != 0) {
                return register;
            }
        }
        throw new IllegalArgumentException("an expression is too deep");
    }

    /** The operand that already is the expression's value, without a single instruction; or null. */
    @Nullable
    Operand direct(Expression expression) {
        return switch (expression) {
            case Constant(long value) when value == (int) value -> new Immediate((int) value);
            case Local local -> frame.home(local);
            case Word word -> Memory.at(addresses.of(word), 0);
            case Place.Memory(Width width, boolean _, Expression address) when width == Width.LONG -> directly(address);
            default -> null;
        };
    }

    /** Memory at an address that needs no instruction to be computed; or null. */
    @Nullable
    Memory directly(Expression address) {
        return switch (address) {
            case Binary(Operator operator, Expression base, Constant(long offset))
            when operator == Operator.ADD && offset == (int) offset -> {
                Memory memory = directly(base);
                yield memory == null ? null : memory.plus((int) offset);
            }
            case Binary(Operator operator, Expression base, Expression index)
            when operator == Operator.ADD -> indexed(base, index);
            case Buffer buffer -> Memory.at(Register.RSP, frame.offset(buffer));
            case Local local -> frame.home(local) instanceof Reg(Register base) ? Memory.at(base, 0) : null;
            default -> {
                Label label = addresses.of(address);
                yield label == null ? null : Memory.at(label, 0);
            }
        };
    }

    private @Nullable Memory indexed(Expression base, Expression index) {
        Register start = register(base);
        if (start == null) {
            return null;
        }
        if (index instanceof Binary(Operator operator, Expression what, Constant(long bits))
                && operator == Operator.SHIFT_LEFT
                && bits <= 3) {
            Register register = register(what);
            return register == null ? null : new Memory(start, register, 1 << bits, 0, null);
        }
        Register register = register(index);
        return register == null ? null : new Memory(start, register, 1, 0, null);
    }

    private @Nullable Register register(Expression expression) {
        return expression instanceof Local local && frame.home(local) instanceof Reg(Register register)
                ? register
                : null;
    }

    /** Memory at an address; computes into a scratch register what has to be computed. */
    Memory memory(Expression address, int busy) {
        Memory memory = directly(address);
        if (memory != null) {
            return memory;
        }
        if (address instanceof Binary(Operator operator, Expression base, Constant(long offset))
                && operator == Operator.ADD
                && offset == (int) offset) {
            return memory(base, busy).plus((int) offset);
        }
        Register register = scratch(busy);
        evaluate(address, register, busy);
        return Memory.at(register, 0);
    }

    /** Whether evaluating the expression reads the register as some local's home. */
    boolean reads(Expression expression, Register register) {
        return Walk.any(
                expression, it -> it instanceof Local local && frame.home(local).equals(new Reg(register)));
    }

    /** Puts a value into a register, which is a scratch one or the home of a local that the expression does not read. */
    void evaluate(Expression expression, Register to, int busy) {
        switch (expression) {
            case Constant(long value) -> code.move(to, value);
            case Local local -> move(to, frame.home(local));
            case Word word -> code.load(to, Width.LONG, false, Memory.at(addresses.of(word), 0));
            case Buffer _ -> code.loadAddress(to, memory(expression, busy));
            case Place.Memory(Width width, boolean signed, Expression address) ->
                code.load(to, width, signed, memory(address, busy));
            case Binary binary when binary.operator().isComparison() -> truth(binary, to, busy);
            case Binary binary -> binary(binary, to, busy);
            case Not _, Both _, Either _ -> truth(expression, to, busy);
            case Expression.Call call -> calls.call(call, to);
            case Expression.SystemCall call -> calls.systemCall(call, to);
            case Expression.NumberedCall call -> calls.numberedCall(call, to);
            default -> {
                Label label = addresses.of(expression);
                if (label == null) {
                    throw new IllegalArgumentException("not folded: " + expression);
                }
                code.address(to, label, 0);
            }
        }
    }

    private void move(Register to, Operand from) {
        switch (from) {
            case Reg(Register register) -> code.move(to, register);
            case Memory memory -> code.load(to, Width.LONG, false, memory);
            case Immediate(int value) -> code.move(to, value);
        }
    }

    private void truth(Expression expression, Register to, int busy) {
        if (expression instanceof Binary comparison) {
            code.set(branches.compare(comparison, busy), to);
            return;
        }
        Label isFalse = new Label("false");
        Label end = new Label("end");
        branches.jump(expression, false, isFalse, busy);
        code.move(to, 1);
        code.jump(end);
        code.bind(isFalse);
        code.move(to, 0);
        code.bind(end);
    }

    private void binary(Binary binary, Register to, int busy) {
        List<Local> held = new ArrayList<>();
        Expression left = holdBefore(binary.left(), binary.right(), held);
        switch (binary.operator()) {
            case DIVIDE -> divide(left, binary.right(), Register.RAX, to);
            case MODULO -> divide(left, binary.right(), Register.RDX, to);
            case SHIFT_LEFT -> shift(Shift.LEFT, left, binary.right(), to, busy);
            case SHIFT_RIGHT -> shift(Shift.RIGHT, left, binary.right(), to, busy);
            default -> combine(binary.operator(), left, binary.right(), to, busy);
        }
        held.forEach(frame::release);
    }

    /** The expression, or what holds its value if evaluating {@code next} could change or lose it. */
    Expression holdBefore(Expression expression, Expression next, List<Local> held) {
        return Demands.disturbs(next) && !isSteady(expression) ? hold(expression, held) : expression;
    }

    Local hold(Expression expression, List<Local> held) {
        evaluate(expression, Register.RAX, 0);
        Local slot = frame.hold();
        held.add(slot);
        code.store(Width.LONG, (Memory) frame.home(slot), Register.RAX);
        return slot;
    }

    /** Whether no call can change it: a callee cannot reach this function's locals. */
    private boolean isSteady(Expression expression) {
        return expression instanceof Constant
                || expression instanceof Local
                || expression instanceof Buffer
                || addresses.of(expression) != null;
    }

    private void combine(Operator operator, Expression left, Expression right, Register to, int busy) {
        if (Demands.disturbs(right)) {
            evaluate(right, Register.RAX, 0);
            Register result = to == Register.RAX ? scratch(Register.RAX.bit()) : to;
            evaluate(left, result, Register.RAX.bit());
            apply(operator, result, new Reg(Register.RAX));
            code.move(to, result);
            return;
        }
        if (operator == Operator.ADD && sum(left, right, to)) {
            return;
        }
        Operand operand = direct(right);
        if (operand == null && free(busy | to.bit()) < 2) {
            spill(operator, left, right, to, busy);
            return;
        }
        evaluate(left, to, busy);
        if (operand == null) {
            Register register = scratch(busy | to.bit());
            evaluate(right, register, busy | to.bit());
            operand = new Reg(register);
        }
        apply(operator, to, operand);
    }

    /** How many scratch registers are left. Every evaluation needs two, its result's included. */
    int free(int busy) {
        return Integer.bitCount(frame.scratch() & ~busy);
    }

    /** Registers have run out: the right operand, which has no effects, waits in the frame. */
    private void spill(Operator operator, Expression left, Expression right, Register to, int busy) {
        Local slot = holdFrom(right, busy);
        evaluate(left, to, busy);
        apply(operator, to, frame.home(slot));
        frame.release(slot);
    }

    /** Holds a value that disturbs nothing. */
    Local holdFrom(Expression expression, int busy) {
        Register register = scratch(busy);
        evaluate(expression, register, busy);
        Local slot = frame.hold();
        code.store(Width.LONG, (Memory) frame.home(slot), register);
        return slot;
    }

    /** A sum in one instruction that leaves its operands alone. */
    private boolean sum(Expression left, Expression right, Register to) {
        Label label = addresses.of(left);
        if (label != null && right instanceof Constant(long offset) && offset == (int) offset) {
            code.address(to, label, (int) offset);
            return true;
        }
        Memory sum = directly(new Binary(Operator.ADD, left, right));
        if (sum == null || sum.base() == null || (sum.base() == to && sum.index() == null)) {
            return false;
        }
        code.loadAddress(to, sum);
        return true;
    }

    private void apply(Operator operator, Register to, Operand operand) {
        switch (operator) {
            case ADD -> code.arithmetic(Arithmetic.ADD, new Reg(to), operand);
            case SUBTRACT -> code.arithmetic(Arithmetic.SUB, new Reg(to), operand);
            case AND -> code.arithmetic(Arithmetic.AND, new Reg(to), operand);
            case OR -> code.arithmetic(Arithmetic.OR, new Reg(to), operand);
            case XOR -> code.arithmetic(Arithmetic.XOR, new Reg(to), operand);
            case MULTIPLY -> code.multiply(to, operand);
            default -> throw new IllegalArgumentException(operator + " is not applied to a register");
        }
    }

    private void shift(Shift direction, Expression left, Expression right, Register to, int busy) {
        if (right instanceof Constant(long bits)) {
            evaluate(left, to, busy);
            code.shift(direction, to, (int) bits);
            return;
        }
        Expression value = left;
        List<Local> held = new ArrayList<>();
        if (Demands.disturbs(left)) {
            value = hold(left, held);
        }
        evaluate(right, Register.RCX, 0);
        evaluate(value, Register.RAX, Register.RCX.bit());
        code.shift(direction, Register.RAX);
        code.move(to, Register.RAX);
        held.forEach(frame::release);
    }

    private void divide(Expression left, Expression right, Register result, Register to) {
        Expression value = left;
        List<Local> held = new ArrayList<>();
        if (Demands.disturbs(left)) {
            value = hold(left, held);
        }
        Operand by = direct(right);
        if (by == null || by instanceof Immediate) {
            evaluate(right, Register.RCX, 0);
            by = new Reg(Register.RCX);
        }
        evaluate(value, Register.RAX, Register.RCX.bit());
        code.move(Register.RDX, 0);
        code.divide(by);
        code.move(to, result);
        held.forEach(frame::release);
    }
}
