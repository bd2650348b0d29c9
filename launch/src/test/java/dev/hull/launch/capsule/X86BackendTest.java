package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.bytes;
import static dev.hull.launch.capsule.form.Form.i16;
import static dev.hull.launch.capsule.form.Form.i32;
import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.text;
import static dev.hull.launch.capsule.form.Form.u16;
import static dev.hull.launch.capsule.form.Form.u32;
import static dev.hull.launch.capsule.form.Form.u64;
import static dev.hull.launch.capsule.form.Form.u8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Program;
import dev.hull.launch.capsule.form.Space;
import dev.hull.launch.capsule.form.Word;
import dev.hull.launch.capsule.x86.X86Backend;
import dev.hull.linux.Syscall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the language means, seen in programs that run. */
class X86BackendTest {
    @TempDir
    private Path directory;

    private static void exit(Code code, Expression status) {
        code.run(syscall(Syscall.EXIT_GROUP, status));
    }

    /** The exit status of a program whose start does this. */
    private int status(BiConsumer<Program, Code> start) throws IOException, InterruptedException {
        Program program = new Program();
        program.starts(program.function("start").is(code -> start.accept(program, code)));
        return Running.run(program, directory).status();
    }

    private int status(Consumer<Code> start) throws IOException, InterruptedException {
        return status((_, code) -> start.accept(code));
    }

    @Test
    void startsWithArgumentsAndEnvironmentOnItsStack() throws Exception {
        Program program = new Program();
        Function length = program.function("length").is(code -> {
            Local text = code.parameter("text");
            Local end = code.local("end", text);
            code.loopWhile(u8(end), () -> code.set(end, end.plus(1)));
            code.give(end.minus(text));
        });
        program.starts(program.function("start").is(code -> {
            Local stack = code.parameter("stack");
            Local i = code.local("i", 1);
            code.loopWhile(i.isLess(u64(stack)), () -> {
                Local argument =
                        code.local("argument", u64(stack.plus(i.times(8)).plus(8)));
                code.run(syscall(Syscall.WRITE, number(1), argument, length.call(argument)));
                code.run(syscall(Syscall.WRITE, number(1), text(";"), number(1)));
                code.set(i, i.plus(1));
            });
            exit(code, u64(stack));
        }));
        Running.Outcome outcome = Running.run(program, directory, "one", "", "three");
        assertThat(outcome.text()).isEqualTo("one;;three;");
        assertThat(outcome.status()).isEqualTo(4);
    }

    @Test
    void recursesAndKeepsLocalsOverCalls() throws Exception {
        Program program = new Program();
        Function fibonacci = program.function("fibonacci");
        fibonacci.is(code -> {
            Local n = code.parameter("n");
            code.when(n.isLess(2), () -> code.give(n));
            code.give(fibonacci.call(n.minus(1)).plus(fibonacci.call(n.minus(2))));
        });
        program.starts(program.function("start").is(code -> exit(code, fibonacci.call(number(12)))));
        assertThat(Running.run(program, directory).status()).isEqualTo(144);
    }

    @Test
    void evaluatesArgumentsFromLeftToRight() throws Exception {
        assertThat(status((program, code) -> {
                    Word turns = program.word("turns");
                    Function turn = program.function("turn").is(body -> {
                        body.set(turns, turns.plus(1));
                        body.give(turns);
                    });
                    Function digits = program.function("digits").is(body -> {
                        Local a = body.parameter("a");
                        Local b = body.parameter("b");
                        Local c = body.parameter("c");
                        Local d = body.parameter("d");
                        Local e = body.parameter("e");
                        Local f = body.parameter("f");
                        body.give(a.shiftLeft(5)
                                .bitOr(b.shiftLeft(4))
                                .bitOr(c.shiftLeft(3))
                                .bitOr(d.shiftLeft(2))
                                .bitOr(e.shiftLeft(1))
                                .bitOr(f));
                    });
                    // turns: before 0, turn 1, then 1, turn 2, then 2, 100/50 = 2
                    Local answer = code.local(
                            "answer",
                            digits.call(
                                    turns.is(0),
                                    turn.call().is(1),
                                    turns.is(1),
                                    turn.call().is(2),
                                    turns.is(2),
                                    number(100)
                                            .plus(turns)
                                            .dividedBy(turns.plus(49))
                                            .is(2)));
                    exit(code, answer);
                }))
                .isEqualTo(0b111111);
    }

    @Test
    void leavesOutTheSecondConditionWhenTheFirstDecides() throws Exception {
        assertThat(status((program, code) -> {
                    Word touched = program.word("touched");
                    Function touch = program.function("touch").is(body -> {
                        body.set(touched, touched.plus(1));
                        body.give(1);
                    });
                    code.when(number(0).plus(touched).and(touch.call()), () -> exit(code, number(200)));
                    code.when(touched.isZero().or(touch.call()), () -> code.set(touched, touched.plus(10)));
                    code.when(touched.is(10).and(touch.call()).not(), () -> exit(code, number(201)));
                    Local value = code.local("value", touched.is(11).and(touched.isBelow(12)));
                    exit(code, touched.plus(value));
                }))
                .isEqualTo(12);
    }

    @Test
    void breaksAndContinuesTheInnermostLoop() throws Exception {
        assertThat(status(code -> {
                    Local sum = code.local("sum", 0);
                    Local i = code.local("i", 0);
                    code.loopWhile(i.isLess(10), () -> {
                        code.set(i, i.plus(1));
                        code.when(i.bitAnd(1), code::continueLoop);
                        Local j = code.local("j", 0);
                        code.loop(() -> {
                            code.when(j.is(i), code::breakLoop);
                            code.set(j, j.plus(1));
                            code.set(sum, sum.plus(1));
                        });
                    });
                    exit(code, sum);
                }))
                .isEqualTo(2 + 4 + 6 + 8 + 10);
    }

    @Test
    void loadsAndStoresEveryWidthWithEitherSign() throws Exception {
        assertThat(status((program, code) -> {
                    Space space = program.space("space", 64);
                    Local at = code.local("at", space.plus(8));
                    code.set(u64(at), -1);
                    code.set(u8(at), 0x1FE);
                    code.set(u16(at, 2), 0x18001);
                    code.set(u32(at, 4), at.minus(at).minus(5));
                    Local wrong = code.local("wrong", 0);
                    code.when(u8(at).isNot(0xFE), () -> code.set(wrong, wrong.bitOr(1)));
                    code.when(u16(at, 2).isNot(0x8001), () -> code.set(wrong, wrong.bitOr(2)));
                    code.when(i16(at.plus(2)).isNot(-0x7FFF), () -> code.set(wrong, wrong.bitOr(4)));
                    code.when(i32(at, 4).isNot(-5), () -> code.set(wrong, wrong.bitOr(8)));
                    code.when(u32(at, 4).isNot(0xFFFFFFFBL), () -> code.set(wrong, wrong.bitOr(16)));
                    code.when(i32(at, 4).isAtLeast(0), () -> code.set(wrong, wrong.bitOr(32)));
                    code.when(u64(at).isNot(0xFFFFFFFB8001FFFEL), () -> code.set(wrong, wrong.bitOr(64)));
                    code.when(u64(space).bitOr(u64(at, 8)), () -> code.set(wrong, wrong.bitOr(128)));
                    exit(code, wrong);
                }))
                .isZero();
    }

    @Test
    void givesEveryFunctionItsOwnBuffers() throws Exception {
        Program program = new Program();
        Function fill = program.function("fill");
        fill.is(code -> {
            Local depth = code.parameter("depth");
            var buffer = code.buffer("buffer", 300);
            Local i = code.local("i", 0);
            code.loopWhile(i.isBelow(300), () -> {
                code.set(u8(buffer.plus(i)), depth);
                code.set(i, i.plus(1));
            });
            code.when(depth, () -> code.run(fill.call(depth.minus(1))));
            Local sum = code.local("sum", 0);
            code.set(i, 0);
            code.loopWhile(i.isBelow(300), () -> {
                code.set(sum, sum.plus(u8(buffer.plus(i))));
                code.set(i, i.plus(1));
            });
            code.give(sum.dividedBy(300));
        });
        program.starts(program.function("start").is(code -> exit(code, fill.call(number(17)))));
        assertThat(Running.run(program, directory).status()).isEqualTo(17);
    }

    @Test
    void sharesEqualConstants() throws Exception {
        assertThat(status(code -> exit(
                        code,
                        text("once")
                                .is(bytes(new byte[] {'o', 'n', 'c', 'e', 0}))
                                .plus(text("o").is(text("p"))))))
                .isEqualTo(1);
    }

    @Test
    void refusesWhatHasNoMeaning() {
        Program program = new Program();
        Function two = program.function("two").is(code -> {
            code.parameter("a");
            code.parameter("b");
        });
        program.starts(program.function("start").is(code -> code.run(two.call(number(1)))));
        assertThatThrownBy(() -> new X86Backend().assemble(program, 0x400000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two has 2 parameters and is called with 1 arguments");
        assertThatThrownBy(() -> new Program().function("outside").is(Code::breakLoop))
                .isInstanceOf(IllegalStateException.class);
    }
}
