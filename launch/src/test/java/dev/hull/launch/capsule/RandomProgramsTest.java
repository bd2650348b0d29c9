package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.u64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.launch.capsule.form.Buffer;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Expression.Binary;
import dev.hull.launch.capsule.form.Form;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Operator;
import dev.hull.launch.capsule.form.Place;
import dev.hull.launch.capsule.form.Program;
import dev.hull.launch.capsule.form.Space;
import dev.hull.launch.capsule.form.Word;
import dev.hull.linux.Syscall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** Random functions that assign, branch, loop, store and call one another do what the interpreter does. */
class RandomProgramsTest {
    private static final int FUNCTIONS = 120;
    private static final List<Operator> OPERATORS = List.of(Operator.values());

    @TempDir
    private Path directory;

    /** Writes one random function; may call those written before it. */
    private static final class Writer {
        private final Random random;
        private final Code code;
        private final List<Function> callable;
        private final List<Place> places = new ArrayList<>();

        private Writer(Random random, Code code, List<Function> callable, List<Word> words, Space space) {
            this.random = random;
            this.code = code;
            this.callable = callable;
            places.addAll(words);
            Buffer buffer = code.buffer("buffer", 32);
            for (int i = 0; i < 4; i++) {
                code.set(u64(buffer, 8L * i), random.nextInt(100));
                places.add(u64(buffer, 8L * i));
                places.add(Form.u8(space, random.nextInt(64)));
                places.add(Form.i32(space, random.nextInt(60)));
            }
        }

        private Expression value(int depth) {
            if (depth == 0 || random.nextInt(5) == 0) {
                return random.nextInt(3) == 0
                        ? number(random.nextInt(7) == 0 ? random.nextLong() : random.nextInt(-200, 200))
                        : places.get(random.nextInt(places.size()));
            }
            return switch (random.nextInt(14)) {
                case 0 -> value(depth - 1).not();
                case 1 -> value(depth - 1).and(value(depth - 1));
                case 2 -> value(depth - 1).or(value(depth - 1));
                case 3, 4, 5 -> call(depth);
                // a divisor is never zero
                case 6 -> value(depth - 1).dividedBy(value(depth - 1).bitOr(1));
                case 7 -> value(depth - 1).modulo(value(depth - 1).bitOr(64));
                default -> {
                    Operator operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
                    boolean divides = operator == Operator.DIVIDE || operator == Operator.MODULO;
                    yield new Binary(divides ? Operator.XOR : operator, value(depth - 1), value(depth - 1));
                }
            };
        }

        private Expression call(int depth) {
            if (callable.isEmpty()) {
                return value(depth - 1);
            }
            Function function = callable.get(random.nextInt(callable.size()));
            List<Expression> arguments = new ArrayList<>();
            for (int i = 0; i < function.code().parameters().size(); i++) {
                arguments.add(value(depth - 1));
            }
            return function.call(arguments.toArray(Expression[]::new));
        }

        private void block(int depth, int length) {
            int known = places.size();
            for (int i = 0; i < length; i++) {
                statement(depth);
            }
            places.subList(known, places.size()).clear(); // a block's locals end with it
        }

        private void statement(int depth) {
            switch (random.nextInt(depth == 0 ? 6 : 9)) {
                case 0, 1 -> places.add(code.local("local" + places.size(), value(3)));
                case 2, 3, 4 -> code.set(places.get(random.nextInt(places.size())), value(3));
                case 5 -> code.run(value(2));
                case 6, 7 ->
                    code.when(
                            value(2),
                            () -> block(depth - 1, random.nextInt(4)),
                            () -> block(depth - 1, random.nextInt(3)));
                default -> loop(depth);
            }
        }

        private void loop(int depth) {
            Local turns = code.local("turns", random.nextInt(4));
            code.loopWhile(turns.isGreater(0), () -> {
                code.set(turns, turns.minus(1));
                block(depth - 1, 1 + random.nextInt(3));
                code.when(value(1), random.nextBoolean() ? code::breakLoop : code::continueLoop);
                block(depth - 1, random.nextInt(2));
            });
        }
    }

    @RepeatedTest(5)
    void doWhatTheyMean() throws Exception {
        long seed = Long.getLong("hull.test.seed", System.nanoTime());
        Random random = new Random(seed);
        Program program = new Program();
        Space space = program.space("space", 64);
        Space results = program.space("results", FUNCTIONS * 8);
        List<Word> words = List.of(program.word("one"), program.word("two"));
        List<Function> functions = new ArrayList<>();
        for (int i = 0; i < FUNCTIONS; i++) {
            // calls go at most two deep, or the whole would take for ever
            List<Function> callable = i % 3 == 0 ? List.of() : List.of(functions.get(i - 1));
            functions.add(program.function("f" + i).is(code -> {
                List<Local> parameters = new ArrayList<>();
                for (int j = random.nextInt(7); j > 0; j--) {
                    parameters.add(code.parameter("p" + j));
                }
                Writer writer = new Writer(random, code, callable, words, space);
                writer.places.addAll(parameters);
                writer.block(2, 3 + random.nextInt(6));
                code.give(writer.value(3));
            }));
        }
        Function all = program.function("all").is(code -> {
            for (int i = 0; i < FUNCTIONS; i++) {
                Expression[] arguments = random.longs(
                                functions.get(i).code().parameters().size(), -50, 50)
                        .mapToObj(Form::number)
                        .toArray(Expression[]::new);
                code.set(u64(results, 8L * i), functions.get(i).call(arguments));
            }
        });
        program.starts(program.function("start").is(code -> {
            code.run(all.call());
            code.run(syscall(Syscall.WRITE, number(1), results, number(results.size())));
            code.run(syscall(Syscall.EXIT_GROUP, number(0)));
        }));
        Interpreter interpreter = new Interpreter();
        interpreter.call(all);
        assertThat(Running.run(program, directory).output())
                .as("seed %d", seed)
                .isEqualTo(interpreter.content(results));
    }
}
