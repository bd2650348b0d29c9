package dev.hull.launch.capsule;

import static dev.hull.launch.Argument.text;
import static dev.hull.launch.Argument.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.launch.KeeperSettings.Restart;
import dev.hull.launch.Stage;
import dev.hull.launch.Step;
import dev.hull.linux.Architecture;
import dev.hull.linux.Syscall;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keeper does without init's steps while the program runs, and has them again for a restart. */
class ChildPagesTest {
    private static final int STEPS = 400;

    @TempDir
    private Path directory;

    private Path capsule;

    @BeforeEach
    void assemble() throws Exception {
        capsule = Files.createFile(
                directory.resolve("capsule"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.write(capsule, Capsule.file(Architecture.ofHost()));
    }

    /** Init makes a directory of its own name for each step; the program counts and removes them, and fails. */
    private HostPlan plan(String script) {
        HostPlan plan = new HostPlan(directory, "/bin/sh", "-c", script);
        for (int i = 0; i < STEPS; i++) {
            plan.step(Step.call(
                    Stage.INIT,
                    "make directory " + i,
                    Syscall.MKDIR,
                    text(directory.resolve("made" + i + "-" + "x".repeat(80)).toString()),
                    value(0700)));
        }
        return plan;
    }

    @Test
    void startsAgainWithAllOfInitsSteps() throws Exception {
        String script = "cd " + directory + " && echo $(ls -d made* | wc -l) && rmdir made*; exit 3";
        Path plan = directory.resolve("plan");
        Files.write(plan, plan(script).restarting(Restart.ON_FAILURE, 3).table());
        Trace trace = Trace.of(directory, List.of(capsule.toString(), plan.toString()));
        assertThat(trace.outcome().text()).isEqualTo((STEPS + "\n").repeat(4));
        assertThat(trace.outcome().status()).isEqualTo(3);
        List<String> keeper = trace.calls().get(1);
        assertThat(keeper.stream().filter(call -> call.startsWith("madvise("))).hasSize(8);
        assertThat(keeper.stream().filter(call -> call.contains("\"plan.run\", O_RDONLY")))
                .hasSize(3);
    }

    @Test
    void tellsWhenThePlanHasGone() throws Exception {
        String script = "cd " + directory + " && rmdir made*; rm plan.run; exit 3";
        Path plan = directory.resolve("plan");
        Files.write(plan, plan(script).restarting(Restart.ON_FAILURE, 3).table());
        assertThat(Running.run(List.of(capsule.toString(), plan.toString())).status())
                .isEqualTo(125);
    }
}
