package dev.hull.launch.capsule.x86;

import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Folding;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Place.Width;
import dev.hull.launch.capsule.x86.Assembler.Arithmetic;
import dev.hull.launch.capsule.x86.Operand.Immediate;
import dev.hull.launch.capsule.x86.Operand.Memory;
import dev.hull.launch.capsule.x86.Operand.Reg;
import java.util.List;

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
        this.homes = new Homes(code.parameters(), code.statements());
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
