package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.u64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Expression.Binary;
import dev.hull.launch.capsule.form.Folding;
import dev.hull.launch.capsule.form.Form;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Operator;
import dev.hull.launch.capsule.form.Program;
import dev.hull.launch.capsule.form.Space;
import dev.hull.launch.capsule.form.Word;
import dev.hull.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random expressions give what Java's arithmetic gives, in functions with and without calls. */
class RandomExpressionsTest {
    private static final List<Operator> OPERATORS = List.of(Operator.values());
    private static final int EXPRESSIONS = 400;
    private static final long[] CORNERS = {
        0,
        1,
        -1,
        2,
        7,
        8,
        127,
        128,
        -128,
        255,
        256,
        4096,
        -4096,
        65535,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 31,
        0xFFFFFFFFL,
        1L << 32,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    @TempDir
    private Path directory;

    /** An expression of the language and what it must be. */
    private record Known(Expression expression, long value) {}

    private static final class Generator {
        private final Random random;
        private final List<Known> variables = new ArrayList<>();
        private final Function identity;
        private boolean calls;

        Generator(Random random, Function identity) {
            this.random = random;
            this.identity = identity;
        }

        long constant() {
            return random.nextBoolean()
                    ? CORNERS[random.nextInt(CORNERS.length)]
                    : random.nextLong() >> random.nextInt(64);
        }

        Known expression(int depth) {
            if (depth == 0 || random.nextInt(8) == 0) {
                if (random.nextInt(3) == 0) {
                    long value = constant();
                    return new Known(number(value), value);
                }
                return variables.get(random.nextInt(variables.size()));
            }
            Known left = expression(depth - 1);
            return switch (random.nextInt(calls ? 12 : 10)) {
                case 0 -> new Known(left.expression.not(), left.value == 0 ? 1 : 0);
                case 1 -> {
                    Known right = expression(depth - 1);
                    yield new Known(left.expression.and(right.expression), left.value != 0 && right.value != 0 ? 1 : 0);
                }
                case 2 -> {
                    Known right = expression(depth - 1);
                    yield new Known(left.expression.or(right.expression), left.value != 0 || right.value != 0 ? 1 : 0);
                }
                case 10, 11 -> new Known(identity.call(left.expression, number(random.nextLong())), left.value);
                default -> binary(left, expression(depth - 1));
            };
        }

        private Known binary(Known left, Known right) {
            Operator operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
            if ((operator == Operator.DIVIDE || operator == Operator.MODULO) && right.value == 0) {
                operator = Operator.SUBTRACT;
            }
            return new Known(
                    new Binary(operator, left.expression, right.expression),
                    Folding.compute(operator, left.value, right.value));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void agreeWithJava(boolean calls) throws Exception {
        long seed = Long.getLong("hull.test.seed", System.nanoTime());
        Random random = new Random(seed);
        Program program = new Program();
        Function identity = program.function("identity").is(code -> {
            Local value = code.parameter("value");
            Local other = code.parameter("other");
            code.give(value.bitXor(other).plus(0).bitXor(other));
        });
        Space results = program.space("results", EXPRESSIONS * 8);
        Space memory = program.space("memory", 64);
        Word word = program.word("word");
        List<Long> expected = new ArrayList<>();
        List<Function> functions = new ArrayList<>();
        long[] globals = random.longs(9).toArray();
        for (int i = 0; i < EXPRESSIONS; i++) {
            int index = i;
            functions.add(program.function("f" + i).is(code -> {
                Generator generator = new Generator(random, identity);
                generator.calls = calls;
                generator.variables.add(new Known(word, globals[8]));
                Local base = code.local("base", memory);
                for (int j = 0; j < 8; j++) {
                    generator.variables.add(new Known(u64(j % 2 == 0 ? base : memory, j * 8L), globals[j]));
                    narrow(generator.variables, base, j, globals[j]);
                }
                for (int j = random.nextInt(10); j > 0; j--) {
                    long value = generator.constant();
                    generator.variables.add(new Known(code.local("v" + j, number(value)), value));
                }
                Known known = generator.expression(1 + random.nextInt(6));
                Local result = code.local("result", 3);
                code.set(result, known.expression);
                code.set(u64(results, index * 8L), result);
                expected.add(known.value);
            }));
        }
        program.starts(program.function("start").is(code -> {
            code.set(word, globals[8]);
            for (int i = 0; i < 8; i++) {
                code.set(u64(memory, i * 8L), globals[i]);
            }
            functions.forEach(function -> code.run(function.call()));
            code.run(syscall(Syscall.WRITE, number(1), results, number(EXPRESSIONS * 8L)));
            code.run(syscall(Syscall.EXIT_GROUP, number(0)));
        }));
        ByteBuffer output =
                ByteBuffer.wrap(Running.run(program, directory).output()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(output.remaining()).as("seed %d", seed).isEqualTo(EXPRESSIONS * 8);
        for (int i = 0; i < EXPRESSIONS; i++) {
            assertThat(output.getLong()).as("expression %d of seed %d", i, seed).isEqualTo(expected.get(i));
        }
    }

    private static void narrow(List<Known> variables, Local base, int index, long value) {
        long at = index * 8L;
        variables.add(new Known(Form.u8(base, at), value & 0xFF));
        variables.add(new Known(Form.u16(base, at), value & 0xFFFF));
        variables.add(new Known(Form.i32(base, at), (int) value));
        variables.add(new Known(Form.u32(base, at), value & 0xFFFFFFFFL));
    }
}
