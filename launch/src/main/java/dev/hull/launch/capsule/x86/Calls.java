package dev.hull.launch.capsule.x86;

import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Expression.Call;
import dev.hull.launch.capsule.form.Expression.NumberedCall;
import dev.hull.launch.capsule.form.Expression.SystemCall;
import dev.hull.launch.capsule.form.Local;
import dev.hull.linux.Architecture;
import java.util.ArrayList;
import java.util.List;

/** Calls of functions and of the kernel. */
final class Calls {
    private final Assembler code;
    private final Expressions expressions;
    private final Addresses addresses;
    private final Frame frame;

    Calls(Assembler code, Expressions expressions, Addresses addresses, Frame frame) {
        this.code = code;
        this.expressions = expressions;
        this.addresses = addresses;
        this.frame = frame;
    }

    void call(Call call, Register to) {
        int parameters = call.function().code().parameters().size();
        if (parameters != call.arguments().size()) {
            throw new IllegalArgumentException(call.function() + " has " + parameters
                    + " parameters and is called with " + call.arguments().size() + " arguments");
        }
        pass(call.arguments(), Register.PARAMETERS);
        code.call(addresses.of(call.function()));
        code.move(to, Register.RAX);
    }

    void systemCall(SystemCall call, Register to) {
        int number = call.syscall().number(Architecture.X86_64);
        if (number < 0) {
            throw new IllegalArgumentException("x86-64 has no " + call.syscall().kernelName());
        }
        pass(call.arguments(), Register.KERNEL_PARAMETERS);
        code.move(Register.RAX, number);
        code.systemCall();
        code.move(to, Register.RAX);
    }

    void numberedCall(NumberedCall call, Register to) {
        List<Expression> values = new ArrayList<>(call.arguments());
        List<Register> registers = new ArrayList<>(Register.KERNEL_PARAMETERS.subList(0, values.size()));
        values.add(call.number());
        registers.add(Register.RAX);
        pass(values, registers);
        code.systemCall();
        code.move(to, Register.RAX);
    }

    /** Evaluates from left to right; what a later argument's evaluation would disturb is held in the frame. */
    private void pass(List<Expression> arguments, List<Register> registers) {
        int disturbing = lastDisturbing(arguments);
        List<Local> held = new ArrayList<>();
        List<Expression> values = new ArrayList<>(arguments);
        int busy = 0;
        for (int i = 0; i < disturbing; i++) {
            values.set(i, expressions.holdBefore(values.get(i), values.get(disturbing), held));
        }
        if (disturbing >= 0) {
            expressions.evaluate(values.get(disturbing), registers.get(disturbing), 0);
            busy = registers.get(disturbing).bit();
        }
        for (int i = 0; i < values.size(); i++) {
            if (i != disturbing) {
                expressions.evaluate(values.get(i), registers.get(i), busy);
                busy |= registers.get(i).bit();
            }
        }
        held.forEach(frame::release);
    }

    private static int lastDisturbing(List<Expression> arguments) {
        for (int i = arguments.size() - 1; i >= 0; i--) {
            if (Demands.disturbs(arguments.get(i))) {
                return i;
            }
        }
        return -1;
    }
}
