package dev.hull.launch.capsule.x86;

import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Expression.Call;
import dev.hull.launch.capsule.form.Expression.NumberedCall;
import dev.hull.launch.capsule.form.Expression.SystemCall;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Walk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which volatile registers are lost where in a function: all in a call, the arguments' in a system call, rdx in a
 * division. Where a local ends as a call's argument, it may have lived in the very register that it is passed in.
 */
final class Clobbers {
    /** A local that dies as an argument: where, and the register it is passed in. */
    private record Passing(int position, Register register) {}

    private final TreeMap<Integer, Integer> bits = new TreeMap<>();
    private final Map<Local, Passing> passings = new HashMap<>();

    /** Notes what evaluating the whole expression of a statement loses. */
    void note(int position, Expression expression) {
        int lost = 0;
        for (Expression part : parts(expression)) {
            lost |= lost(part);
        }
        if (lost != 0) {
            bits.merge(position, lost, (one, other) -> one | other);
        }
        switch (expression) {
            case Call call -> pass(position, call.arguments(), Register.PARAMETERS);
            case SystemCall call -> pass(position, call.arguments(), Register.KERNEL_PARAMETERS);
            default -> {}
        }
    }

    private static List<Expression> parts(Expression expression) {
        List<Expression> parts = new ArrayList<>();
        Walk.each(expression, parts::add);
        return parts;
    }

    private static int lost(Expression expression) {
        return switch (expression) {
            case Call _ -> bits(Register.VOLATILE);
            case SystemCall call ->
                bits(Register.KERNEL_PARAMETERS.subList(0, call.arguments().size()));
            case NumberedCall call ->
                bits(Register.KERNEL_PARAMETERS.subList(0, call.arguments().size()));
            case Expression.Binary _ when Demands.divides(expression) -> Register.RDX.bit();
            default -> 0;
        };
    }

    private static int bits(List<Register> registers) {
        int bits = 0;
        for (Register register : registers) {
            bits |= register.bit();
        }
        return bits;
    }

    private void pass(int position, List<Expression> arguments, List<Register> registers) {
        if (arguments.stream().anyMatch(Demands::disturbs)) {
            return;
        }
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i) instanceof Local local && mentions(arguments, local) == 1) {
                passings.put(local, new Passing(position, registers.get(i)));
            }
        }
    }

    private static long mentions(List<Expression> arguments, Local local) {
        return arguments.stream()
                .flatMap(argument -> parts(argument).stream())
                .filter(local::equals)
                .count();
    }

    /** The register in which the local is passed at its end, or the given one. */
    Register preferred(Local local, int last, Register otherwise) {
        Passing passing = passings.get(local);
        return passing != null && passing.position == last ? passing.register : otherwise;
    }

    /** Whether the register keeps the local's value from {@code first} to {@code last}. */
    boolean keeps(Register register, Local local, int first, int last) {
        Passing passing = passings.get(local);
        for (var lost : bits.subMap(first, true, last, true).entrySet()) {
            boolean passed = passing != null && passing.position == lost.getKey() && passing.register == register;
            if ((lost.getValue() & register.bit()) != 0 && !(passed && lost.getKey() == last)) {
                return false;
            }
        }
        return true;
    }
}
