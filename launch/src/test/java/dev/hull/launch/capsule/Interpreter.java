package dev.hull.launch.capsule;

import static java.util.Objects.requireNonNull;

import dev.hull.launch.capsule.form.Buffer;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Folding;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Place;
import dev.hull.launch.capsule.form.Space;
import dev.hull.launch.capsule.form.Statement;
import dev.hull.launch.capsule.form.Word;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Executes functions of the language in Java: what they mean, without a machine. System calls have no meaning here. */
final class Interpreter {
    private static final int MEMORY = 1 << 20;

    private enum End {
        FALLS,
        BREAKS,
        CONTINUES,
        RETURNS
    }

    private static final class Activation {
        private final Map<Local, Long> locals = new HashMap<>();
        private final Map<Buffer, Integer> buffers = new HashMap<>();
        private long result;
    }

    private final ByteBuffer memory = ByteBuffer.allocate(MEMORY).order(ByteOrder.LITTLE_ENDIAN);
    private final Map<Object, Integer> places = new HashMap<>();
    private int top = 16;

    long call(Function function, long... arguments) {
        Code code = function.code();
        Activation activation = new Activation();
        for (int i = 0; i < arguments.length; i++) {
            activation.locals.put(code.parameters().get(i), arguments[i]);
        }
        int before = top;
        for (Buffer buffer : code.buffers()) {
            activation.buffers.put(buffer, allocate(buffer.size()));
        }
        perform(code.statements(), activation);
        top = before;
        return activation.result;
    }

    /** The content of global memory. */
    byte[] content(Space space) {
        byte[] content = new byte[space.size()];
        memory.get(place(space, space.size()), content);
        return content;
    }

    private int allocate(int size) {
        int at = top;
        top += (size + 15) / 16 * 16;
        return at;
    }

    /** Global memory lies at the end, out of the way of the stack. */
    private int place(Object thing, int size) {
        return places.computeIfAbsent(thing, _ -> MEMORY - 64 - (places.size() + 1) * Math.max(size, 4096));
    }

    private End perform(List<Statement> statements, Activation activation) {
        for (Statement statement : statements) {
            End end = perform(statement, activation);
            if (end != End.FALLS) {
                return end;
            }
        }
        return End.FALLS;
    }

    private End perform(Statement statement, Activation activation) {
        switch (statement) {
            case Statement.Assign(Place place, Expression value) -> assign(place, value(value, activation), activation);
            case Statement.Run(Expression expression) -> value(expression, activation);
            case Statement.If branch -> {
                boolean holds = value(branch.condition(), activation) != 0;
                return perform(holds ? branch.then() : branch.otherwise(), activation);
            }
            case Statement.Loop loop -> {
                return loop(loop, activation);
            }
            case Statement.Break _ -> {
                return End.BREAKS;
            }
            case Statement.Continue _ -> {
                return End.CONTINUES;
            }
            case Statement.Return(Expression value) -> {
                activation.result = value(value, activation);
                return End.RETURNS;
            }
        }
        return End.FALLS;
    }

    private End loop(Statement.Loop loop, Activation activation) {
        while (value(loop.condition(), activation) != 0) {
            End end = perform(loop.body(), activation);
            if (end == End.RETURNS) {
                return end;
            }
            if (end == End.BREAKS) {
                break;
            }
        }
        return End.FALLS;
    }

    private void assign(Place place, long value, Activation activation) {
        switch (place) {
            case Local local -> activation.locals.put(local, value);
            case Word word -> memory.putLong(place(word, 8), value);
            case Place.Memory target -> {
                int at = (int) value(target.address(), activation);
                switch (target.width()) {
                    case BYTE -> memory.put(at, (byte) value);
                    case HALF -> memory.putShort(at, (short) value);
                    case WORD -> memory.putInt(at, (int) value);
                    case LONG -> memory.putLong(at, value);
                }
            }
        }
    }

    private long value(Expression expression, Activation activation) {
        return switch (expression) {
            case Expression.Constant(long value) -> value;
            case Local local -> requireNonNull(activation.locals.get(local), local.name());
            case Word word -> memory.getLong(place(word, 8));
            case Expression.WordAddress(Word word) -> place(word, 8);
            case Space space -> place(space, space.size());
            case Buffer buffer -> requireNonNull(activation.buffers.get(buffer), buffer.name());
            case Place.Memory source -> load(source, (int) value(source.address(), activation));
            case Expression.Binary binary ->
                Folding.compute(binary.operator(), value(binary.left(), activation), value(binary.right(), activation));
            case Expression.Not(Expression operand) -> value(operand, activation) == 0 ? 1 : 0;
            case Expression.Both(Expression left, Expression right) ->
                value(left, activation) != 0 && value(right, activation) != 0 ? 1 : 0;
            case Expression.Either(Expression left, Expression right) ->
                value(left, activation) != 0 || value(right, activation) != 0 ? 1 : 0;
            case Expression.Call(Function function, List<Expression> arguments) ->
                call(
                        function,
                        arguments.stream()
                                .mapToLong(argument -> value(argument, activation))
                                .toArray());
            default -> throw new IllegalArgumentException("not to be interpreted: " + expression);
        };
    }

    private long load(Place.Memory source, int at) {
        return switch (source.width()) {
            case BYTE -> source.signed() ? memory.get(at) : memory.get(at) & 0xFF;
            case HALF -> source.signed() ? memory.getShort(at) : memory.getShort(at) & 0xFFFF;
            case WORD -> source.signed() ? memory.getInt(at) : memory.getInt(at) & 0xFFFFFFFFL;
            case LONG -> memory.getLong(at);
        };
    }
}
