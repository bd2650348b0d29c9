package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.syscall;
import static dev.hull.launch.capsule.form.Form.u64;

import dev.hull.launch.Stage;
import dev.hull.launch.TableLayout;
import dev.hull.launch.capsule.form.Buffer;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Program;
import dev.hull.linux.Syscall;

/**
 * The smallest keeper that performs a plan: every failure and every report is written to standard output as a u64. It
 * exits with 0, or 1 after a failure of its own stages.
 */
final class TestKeeper {
    private TestKeeper() {}

    static Program program() {
        Program program = new Program();
        LoadedTable table = new LoadedTable(program);
        Loader loader = new Loader(program, table);
        PerformerCalls performer = new Performer(program, table, loader, new Times(program)).calls();
        Function tell = program.function("tell").is(code -> {
            Local value = code.parameter("value");
            Buffer buffer = code.buffer("buffer", 8);
            code.set(u64(buffer), value);
            code.run(syscall(Syscall.WRITE, number(1), buffer, number(8)));
        });
        Function keeper = program.function("keeper").is(code -> {
            stage(code, performer, tell, Stage.SETUP);
            stage(code, performer, tell, Stage.START);
            Expression writeEnd = table.writeEnd(TableLayout.W_REPORT_PIPE);
            code.when(writeEnd.isAtLeast(0), () -> {
                code.run(syscall(Syscall.CLOSE, writeEnd));
                Buffer report = code.buffer("report", 8);
                Expression read = syscall(Syscall.READ, table.readEnd(TableLayout.W_REPORT_PIPE), report, number(8));
                code.loopWhile(read.is(8), () -> code.run(tell.call(u64(report))));
                Expression wait = syscall(Syscall.WAIT4, number(-1), number(0), number(0), number(0));
                code.loopWhile(wait.isGreater(0), () -> {});
            });
            Local failure = code.local("failure", performer.finish().call());
            code.when(failure, () -> code.run(tell.call(failure)));
            code.run(syscall(Syscall.EXIT_GROUP, number(0)));
        });
        new Start(program, table, loader, new Roles(keeper, keeper, keeper));
        return program;
    }

    private static void stage(Code code, PerformerCalls performer, Function tell, Stage stage) {
        Local failure = code.local("failure", performer.perform().call(number(stage.code())));
        code.when(failure, () -> {
            code.run(tell.call(failure));
            if (stage == Stage.START) {
                code.run(performer.undo().call(number(Stage.START.code())));
            }
            code.run(performer.undo().call(number(Stage.SETUP.code())));
            code.run(syscall(Syscall.EXIT_GROUP, number(1)));
        });
    }
}
