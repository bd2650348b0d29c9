package dev.hull.launch.capsule.x86;

import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Expression.Binary;
import dev.hull.launch.capsule.form.Expression.Constant;
import dev.hull.launch.capsule.form.Folding;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Place;
import dev.hull.launch.capsule.form.Place.Width;
import dev.hull.launch.capsule.form.Statement;
import dev.hull.launch.capsule.form.Word;
import dev.hull.launch.capsule.x86.Assembler.Arithmetic;
import dev.hull.launch.capsule.x86.Operand.Immediate;
import dev.hull.launch.capsule.x86.Operand.Memory;
import dev.hull.launch.capsule.x86.Operand.Reg;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements, in order. */
final class Statements {
    /** Where the innermost loop goes on and where it ends. */
    private static final class Loop {
        private final Label test = new Label("test");
        private final Label end = new Label("end");
        private boolean left;
    }

    private final Assembler code;
    private final Frame frame;
    private final Expressions expressions;
    private final Addresses addresses;
    private final Folding folding;
    private final Label epilogue;
    private final Deque<Loop> loops = new ArrayDeque<>();

    Statements(Assembler code, Frame frame, Addresses addresses, Folding folding, Label epilogue) {
        this.code = code;
        this.frame = frame;
        this.addresses = addresses;
        this.folding = folding;
        this.epilogue = epilogue;
        this.expressions = new Expressions(code, frame, addresses);
    }

    /** Whether control comes out at the end. */
    boolean lower(List<Statement> statements) {
        for (Statement statement : statements) {
            if (!lower(statement)) {
                return false;
            }
        }
        return true;
    }

    private boolean lower(Statement statement) {
        switch (statement) {
            case Statement.Assign(Place place, Expression value) -> assign(place, folding.fold(value));
            case Statement.Run(Expression expression) ->
                expressions.evaluate(folding.fold(expression), Register.RAX, 0);
            case Statement.Return(Expression value) -> {
                expressions.evaluate(folding.fold(value), Register.RAX, 0);
                code.jump(epilogue);
                return false;
            }
            case Statement.Break _ -> {
                code.jump(leave());
                return false;
            }
            case Statement.Continue _ -> {
                code.jump(loops.element().test);
                return false;
            }
            case Statement.If branch -> {
                return branch(folding.fold(branch.condition()), branch.then(), branch.otherwise());
            }
            case Statement.Loop loop -> {
                return loop(folding.fold(loop.condition()), loop.body());
            }
        }
        return true;
    }

    private Label leave() {
        loops.element().left = true;
        return loops.element().end;
    }

    private boolean branch(Expression condition, List<Statement> then, List<Statement> otherwise) {
        Label target = onlyJump(then);
        if (target != null) {
            expressions.branches().jump(condition, true, target, 0);
            return lower(otherwise);
        }
        Label past = new Label("else");
        Label end = new Label("end");
        expressions.branches().jump(condition, false, past, 0);
        boolean thenFalls = lower(then);
        if (thenFalls && !otherwise.isEmpty()) {
            code.jump(end);
        }
        code.bind(past);
        boolean otherwiseFalls = lower(otherwise);
        code.bind(end);
        return thenFalls || otherwiseFalls;
    }

    /** Where a block goes that does nothing else. */
    private @Nullable Label onlyJump(List<Statement> block) {
        return block.size() != 1
                ? null
                : switch (block.getFirst()) {
                    case Statement.Break _ -> leave();
                    case Statement.Continue _ -> loops.element().test;
                    default -> null;
                };
    }

    private boolean loop(Expression condition, List<Statement> body) {
        boolean endless = condition instanceof Constant(long value) && value != 0;
        Loop loop = new Loop();
        Label top = endless ? loop.test : new Label("top");
        if (!endless) {
            code.jump(loop.test);
        }
        code.bind(top);
        loops.push(loop);
        boolean falls = lower(body);
        loops.pop();
        if (endless) {
            if (falls) {
                code.jump(top);
            }
        } else {
            code.bind(loop.test);
            expressions.branches().jump(condition, true, top, 0);
        }
        code.bind(loop.end);
        return !endless || loop.left;
    }

    private void assign(Place place, Expression value) {
        switch (place) {
            case Local local -> {
                switch (frame.home(local)) {
                    case Reg(Register home) -> assign(local, home, value);
                    case Memory home -> store(Width.LONG, local, home, value);
                    case Immediate _ -> throw new IllegalStateException("a home is no immediate");
                }
            }
            case Word word -> store(Width.LONG, word, Memory.at(addresses.of(word), 0), value);
            case Place.Memory memory -> store((Place.Memory) folding.fold(memory), value);
        }
    }

    private void assign(Local local, Register home, Expression value) {
        if (!expressions.reads(value, home) || readsFirst(local, home, value)) {
            expressions.evaluate(value, home, 0);
        } else {
            expressions.evaluate(value, Register.RAX, 0);
            code.move(home, Register.RAX);
        }
    }

    /** Whether the home is written only by the last instruction, or by one that works on it in place. */
    private boolean readsFirst(Local local, Register home, Expression value) {
        return Demands.isCall(value)
                || expressions.direct(value) != null
                || (value instanceof Place.Memory memory && expressions.directly(memory.address()) != null)
                || (value instanceof Binary binary
                        && binary.left().equals(local)
                        && !Demands.disturbs(value)
                        && !expressions.reads(binary.right(), home));
    }

    private void store(Place.Memory place, Expression value) {
        Memory direct = expressions.directly(place.address());
        if (direct != null) {
            store(place.width(), place, direct, value);
            return;
        }
        List<Local> held = new ArrayList<>();
        Expression safe = expressions.holdBefore(value, place.address(), held);
        Register register = Register.RAX;
        if (safe instanceof Constant(long constant) && constant == (int) constant) {
            code.store(place.width(), expressions.memory(place.address(), 0), (int) constant);
        } else if (Demands.disturbs(place.address())) {
            Memory memory = expressions.memory(place.address(), 0);
            Register other = expressions.scratch(bits(memory));
            expressions.evaluate(safe, other, bits(memory));
            code.store(place.width(), memory, other);
        } else {
            if (expressions.direct(safe) instanceof Reg(Register home)) {
                register = home;
            } else {
                expressions.evaluate(safe, register, 0);
            }
            code.store(place.width(), expressions.memory(place.address(), register.bit()), register);
        }
        held.forEach(frame::release);
    }

    private static int bits(Memory memory) {
        return (memory.base() == null ? 0 : memory.base().bit())
                | (memory.index() == null ? 0 : memory.index().bit());
    }

    /** Into memory that needs no computed address. */
    private void store(Width width, Place place, Memory memory, Expression value) {
        if (value instanceof Constant(long constant) && (constant == (int) constant || width.bytes() <= 4)) {
            code.store(width, memory, (int) constant);
        } else if (width == Width.LONG && inPlace(place, memory, value)) {
            return;
        } else if (expressions.direct(value) instanceof Reg(Register home)) {
            code.store(width, memory, home);
        } else {
            expressions.evaluate(value, Register.RAX, 0);
            code.store(width, memory, Register.RAX);
        }
    }

    /** {@code place = place op operand} in one instruction. */
    private boolean inPlace(Place place, Memory memory, Expression value) {
        if (!(value instanceof Binary(var operator, Expression left, Expression right)) || !left.equals(place)) {
            return false;
        }
        Operand operand = expressions.direct(right);
        if (operand == null || operand instanceof Memory) {
            return false;
        }
        Arithmetic operation = switch (operator) {
            case ADD -> Arithmetic.ADD;
            case SUBTRACT -> Arithmetic.SUB;
            case AND -> Arithmetic.AND;
            case OR -> Arithmetic.OR;
            case XOR -> Arithmetic.XOR;
            default -> null;
        };
        if (operation == null) {
            return false;
        }
        code.arithmetic(operation, memory, operand);
        return true;
    }
}
