package dev.hull.launch.capsule.x86;

import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Folding;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Place.Width;
import dev.hull.launch.capsule.form.Walk;
import dev.hull.launch.capsule.x86.Assembler.Arithmetic;
import dev.hull.launch.capsule.x86.Operand.Immediate;
import dev.hull.launch.capsule.x86.Operand.Memory;
import dev.hull.launch.capsule.x86.Operand.Reg;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One function: where its locals live, prologue, body, epilogue. */
final class FunctionLowering {
    private final Code code;
    private final Addresses addresses;
    private final Folding folding;
    private final Homes homes;

    FunctionLowering(Function function, Addresses addresses, Folding folding) {
        this.code = function.code();
        this.addresses = addresses;
        this.folding = folding;
        this.homes = homes(function.code());
    }

    /**
     * A function that calls none keeps its locals in volatile registers, parameters where they arrive; but not in those
     * that its system calls, divisions and shifts need, and three are left for expressions (rax, rcx, r11).
     */
    private static Homes homes(Code code) {
        Set<Register> taken = EnumSet.of(Register.RAX, Register.RCX, Register.R11);
        Walk.each(code.statements(), it -> {
            switch (it) {
                case Expression.Call _ -> taken.addAll(Register.VOLATILE);
                case Expression.SystemCall call ->
                    taken.addAll(Register.KERNEL_PARAMETERS.subList(
                            0, call.arguments().size()));
                case Expression.NumberedCall call ->
                    taken.addAll(Register.KERNEL_PARAMETERS.subList(
                            0, call.arguments().size()));
                case Expression.Binary _ when Demands.divides(it) -> taken.add(Register.RDX);
                default -> {}
            }
        });
        Map<Local, Register> own = new HashMap<>();
        Set<Register> pool = new LinkedHashSet<>(Register.VOLATILE);
        pool.removeAll(taken);
        for (int i = 0; i < code.parameters().size(); i++) {
            Register arrival = Register.PARAMETERS.get(i);
            if (pool.remove(arrival)) {
                own.put(code.parameters().get(i), arrival);
            }
        }
        pool.addAll(Register.PRESERVED);
        return new Homes(code.parameters(), code.statements(), own, List.copyOf(pool));
    }

    void lower(Layout layout) {
        int frame = body(new Assembler(new Layout()), new Label("epilogue"));
        Assembler assembler = new Assembler(layout);
        List<Register> saved =
                homes.registers().stream().filter(Register.PRESERVED::contains).toList();
        saved.forEach(assembler::push);
        if (frame > 0) {
            assembler.arithmetic(Arithmetic.SUB, new Reg(Register.RSP), new Immediate(frame));
        }
        Label epilogue = new Label("epilogue");
        body(assembler, epilogue);
        assembler.bind(epilogue);
        if (frame > 0) {
            assembler.arithmetic(Arithmetic.ADD, new Reg(Register.RSP), new Immediate(frame));
        }
        saved.reversed().forEach(assembler::pop);
        assembler.leave();
    }

    /** Writes parameters into their homes, then the statements; the frame's size in bytes. */
    private int body(Assembler assembler, Label epilogue) {
        Frame frame = new Frame(code, homes);
        for (int i = 0; i < code.parameters().size(); i++) {
            Register arrival = Register.PARAMETERS.get(i);
            switch (frame.home(code.parameters().get(i))) {
                case Reg(Register home) -> assembler.move(home, arrival);
                case Memory home -> assembler.store(Width.LONG, home, arrival);
                case Immediate _ -> throw new IllegalStateException("a home is no immediate");
            }
        }
        boolean falls = new Statements(assembler, frame, addresses, folding, epilogue).lower(code.statements());
        if (falls) {
            assembler.move(Register.RAX, 0);
        }
        return frame.size();
    }
}
