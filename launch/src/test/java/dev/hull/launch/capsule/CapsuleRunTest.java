package dev.hull.launch.capsule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.launch.KeeperSettings.Flag;
import dev.hull.linux.Architecture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole capsule: client, keeper, init in namespaces of its own. */
class CapsuleRunTest {
    private static final Set<Flag> FOREGROUND = Set.of(Flag.ATTACH_STDOUT, Flag.ATTACH_STDERR);

    @TempDir
    private Path directory;

    private Path capsule;
    private Path root;

    @BeforeEach
    void prepare() throws Exception {
        root = SamplePlan.root(directory);
        capsule = Files.createFile(
                directory.resolve("capsule"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.write(capsule, Capsule.file(Architecture.ofHost()));
    }

    private Running.Outcome run(String script) throws Exception {
        Path record = Files.createDirectory(directory.resolve("record" + System.nanoTime()));
        Path plan = record.resolve("plan");
        Files.write(plan, SamplePlan.table(record, root, FOREGROUND, SamplePlan.NAMESPACES, script));
        return Running.run(List.of(capsule.toString(), plan.toString()));
    }

    @Test
    void givesTheWorkloadsOutputAndExitStatus() throws Exception {
        Running.Outcome outcome = run("echo to stdout; echo to stderr >&2; exit 42");
        assertThat(outcome.text()).contains("to stdout\n").contains("to stderr\n");
        assertThat(outcome.status()).isEqualTo(42);
        assertThat(run("kill -9 $$; exit 3").status()).isEqualTo(3);
    }

    @Test
    void isolates() throws Exception {
        Running.Outcome outcome = run("echo pid $$; busybox ls /; busybox ls /proc/self/fd; busybox ip link");
        assertThat(outcome.text()).contains("pid 1\n").contains("bin\nproc\n").doesNotContain("eth0");
        assertThat(outcome.text()).contains("lo:");
    }

    @Test
    void losesNothingOfALongOutput() throws Exception {
        Running.Outcome outcome = run("busybox seq 1 300000");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.text().lines().toList()).hasSize(300000).last().isEqualTo("300000");
    }
}
