package dev.hull.launch.capsule;

import static dev.hull.launch.capsule.form.Form.number;
import static dev.hull.launch.capsule.form.Form.text;
import static dev.hull.launch.capsule.form.Form.u16;
import static dev.hull.launch.capsule.form.Form.u64;
import static dev.hull.linux.OpenFlags.AT_FDCWD;
import static dev.hull.linux.OpenFlags.O_RDONLY;

import dev.hull.launch.TableLayout;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Local;
import dev.hull.launch.capsule.form.Program;
import java.nio.charset.StandardCharsets;

/**
 * Where the capsule begins: {@code capsule PATH} is the client of the plan in that file, {@code capsule -} the keeper of
 * the plan on descriptor 3, its client a resident engine on descriptor 4.
 */
final class Start {
    private static final int PLAN_DESCRIPTOR = 3;
    private static final int CLIENT_DESCRIPTOR = 4;
    private static final int HULL_FAILED = 125;

    private final LoadedTable table;
    private final Function load;
    private final Roles roles;

    Start(Program program, LoadedTable table, Loader loader, Roles roles) {
        this.table = table;
        this.load = loader.load;
        this.roles = roles;
        program.starts(program.function("start").is(this::start));
    }

    private void start(Code code) {
        Local stack = code.parameter("stack");
        code.when(
                u64(stack).isNot(2),
                () -> fail(
                        code, "hull: the capsule performs plans for hull: capsule PLAN, or capsule - by an engine\n"));
        Local path = code.local("path", u64(stack, 16));
        Local plan = code.local("plan", PLAN_DESCRIPTOR);
        Local isEngine = code.local("isEngine", u16(path).is('-'));
        code.when(isEngine.isZero(), () -> code.set(plan, Kernel.openat(number(AT_FDCWD), path, O_RDONLY, 0)));
        code.when(
                plan.isError(),
                () -> fail(code, "hull: the plan cannot be opened: the container was removed meanwhile\n"));
        code.when(
                load.call(plan),
                () -> fail(code, "hull: this is no plan of this version of hull; remove the container\n"));
        code.when(isEngine, () -> {
            code.set(table.client, CLIENT_DESCRIPTOR);
            code.run(roles.spawned().call());
        });
        code.when(
                table.keeper(TableLayout.K_ROLE).is(TableLayout.ROLE_ATTACH),
                () -> code.run(roles.attach().call()));
        code.run(roles.run().call());
    }

    private static void fail(Code code, String sentence) {
        int length = sentence.getBytes(StandardCharsets.UTF_8).length;
        code.run(Kernel.write(number(2), text(sentence), number(length)));
        code.run(Kernel.exit(HULL_FAILED));
    }
}
