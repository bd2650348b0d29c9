package dev.hull.launch.capsule.x86;

import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Statement;
import dev.hull.launch.capsule.form.Walk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a function's locals live: the most used ones in registers, the others in the frame. Two locals that are never
 * alive together may share a home.
 *
 * <p>A local is alive from its first mention to its last; if that one is in a loop that does not contain the first, to
 * the loop's end. (A local declared in a loop is assigned there before each use, so it need not survive a pass.) It may
 * live in a volatile register if nothing loses that meanwhile; three of them are left for expressions.
 */
final class Homes {
    private static final int LOOP_WEIGHT = 8;
    private static final int SLOT = 8;
    private static final List<Register> VOLATILE_HOMES =
            List.of(Register.RSI, Register.RDI, Register.RDX, Register.R8, Register.R9, Register.R10);

    private static final class Life {
        private final int first;
        private int last;
        private long weight;

        private Life(int first) {
            this.first = first;
            this.last = first;
        }

        private boolean meets(Life other) {
            return first <= other.last && other.first <= last;
        }
    }

    private final Clobbers clobbers = new Clobbers();
    private final Map<Local, Life> lives = new LinkedHashMap<>();
    private final Map<Local, Operand> homes = new HashMap<>();
    private final Map<Operand, List<Life>> tenants = new LinkedHashMap<>();
    private int position;
    private long weight = 1;
    private int slots;

    Homes(List<Local> parameters, List<Statement> statements) {
        parameters.forEach(this::mention);
        walk(statements);
        lives.keySet().stream()
                .sorted(Comparator.comparingLong((Local local) -> -life(local).weight))
                .forEach(local -> settle(local, parameters.indexOf(local)));
    }

    Map<Local, Operand> homes() {
        return homes;
    }

    /** The size of the frame's part that holds locals, in bytes. */
    int frame() {
        return slots * SLOT;
    }

    /** Registers that are some local's home, in a fixed order. */
    List<Register> registers() {
        List<Register> used = new ArrayList<>();
        for (Register register : Register.values()) {
            if (tenants.containsKey(new Operand.Reg(register))) {
                used.add(register);
            }
        }
        return used;
    }

    private Life life(Local local) {
        return lives.computeIfAbsent(local, _ -> new Life(position));
    }

    /**
     * A parameter moves at the function's beginning, all of them one after the other: not into a register where another
     * one arrives.
     */
    private void settle(Local local, int parameter) {
        Life life = life(local);
        List<Register> candidates = new ArrayList<>(VOLATILE_HOMES);
        if (parameter >= 0) {
            Register arrival = Register.PARAMETERS.get(parameter);
            candidates.removeAll(Register.PARAMETERS);
            candidates.remove(arrival);
            if (VOLATILE_HOMES.contains(arrival)) {
                candidates.addFirst(arrival);
            }
        } else if (VOLATILE_HOMES.contains(clobbers.preferred(local, life.last, Register.RAX))) {
            candidates.addFirst(clobbers.preferred(local, life.last, Register.RAX));
        }
        candidates.removeIf(register -> !clobbers.keeps(register, local, life.first, life.last));
        candidates.addAll(Register.PRESERVED);
        for (Register register : candidates) {
            if (lodge(local, new Operand.Reg(register))) {
                return;
            }
        }
        for (int slot = 0; slot < slots; slot++) {
            if (lodge(local, slot(slot))) {
                return;
            }
        }
        lodge(local, slot(slots++));
    }

    private static Operand slot(int number) {
        return Operand.Memory.at(Register.RSP, number * SLOT);
    }

    private boolean lodge(Local local, Operand home) {
        Life life = life(local);
        List<Life> others = tenants.getOrDefault(home, List.of());
        if (others.stream().anyMatch(life::meets)) {
            return false;
        }
        tenants.computeIfAbsent(home, _ -> new ArrayList<>()).add(life);
        homes.put(local, home);
        return true;
    }

    private void walk(List<Statement> statements) {
        for (Statement statement : statements) {
            position += 2;
            switch (statement) {
                case Statement.Assign assign -> {
                    mentions(assign.value());
                    position++;
                    mentions(assign.place());
                    position--;
                }
                case Statement.Run run -> mentions(run.expression());
                case Statement.Return result -> mentions(result.value());
                case Statement.If branch -> {
                    mentions(branch.condition());
                    walk(branch.then());
                    walk(branch.otherwise());
                }
                case Statement.Loop loop -> walk(loop);
                case Statement.Break _, Statement.Continue _ -> {}
            }
        }
    }

    private void walk(Statement.Loop loop) {
        int start = position;
        weight *= LOOP_WEIGHT;
        mentions(loop.condition());
        walk(loop.body());
        weight /= LOOP_WEIGHT;
        position += 2;
        for (Life life : lives.values()) {
            if (life.first < start && life.last >= start) {
                life.last = position;
            }
        }
    }

    private void mentions(Expression expression) {
        clobbers.note(position, expression);
        Walk.each(expression, it -> {
            if (it instanceof Local local) {
                mention(local);
            }
        });
    }

    private void mention(Local local) {
        Life life = life(local);
        life.last = position;
        life.weight += weight;
    }
}
