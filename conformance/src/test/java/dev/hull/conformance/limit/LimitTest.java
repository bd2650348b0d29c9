package dev.hull.conformance.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.conformance.Outcome;
import dev.hull.conformance.Product;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Memory, process and processor limits, seen from inside and outside. */
public final class LimitTest {
    /** Grows a shell variable far over any limit here. */
    private static final String HOG = "x=$(head -c 150000000 /dev/zero | tr '\\0' x); echo survived ${#x}";

    private static final boolean UNIFIED = Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"));

    private final Product product = Product.fresh();

    @AfterEach
    void leavesNothing() {
        product.close();
    }

    @Test
    void killsAProgramOverItsMemoryLimitAndSaysSo() {
        Outcome run = product.run("run", "--name", "hog", "--memory", "40m", "host", "--", "sh", "-c", HOG);
        assertThat(run.text()).doesNotContain("survived");
        assertThat(run.status()).isEqualTo(137);
        assertThat(product.run("inspect", "--format", "{{.State.OOMKilled}} {{.State.ExitCode}}", "hog")
                        .succeeded()
                        .text()
                        .strip())
                .isEqualTo("true 137");
    }

    @Test
    void letsAProgramBelowItsMemoryLimitRun() {
        Outcome run = product.run(
                "run",
                "--rm",
                "--memory",
                "400m",
                "host",
                "--",
                "sh",
                "-c",
                "x=$(head -c 1000000 /dev/zero | tr '\\0' x); echo ${#x}");
        assertThat(run.succeeded().text().strip()).isEqualTo("1000000");
    }

    @Test
    void doesNotCallAnOrdinaryKillOutOfMemory() {
        product.run("run", "-d", "--name", "killed", "--memory", "40m", "host", "--", "sleep", "1000")
                .succeeded();
        product.run("kill", "killed").succeeded();
        assertThat(product.run("wait", "killed").succeeded().text().strip()).isEqualTo("137");
        assertThat(product.run("inspect", "--format", "{{.State.OOMKilled}}", "killed")
                        .succeeded()
                        .text()
                        .strip())
                .isEqualTo("false");
    }

    @Test
    void refusesAForkOverTheProcessLimit() {
        Outcome run = product.run(
                "run",
                "--rm",
                "--pids-limit",
                "8",
                "host",
                "--",
                "sh",
                "-c",
                "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do sleep 3 & done; wait");
        // dash says "cannot fork", busybox and bash name the error
        assertThat(run.errorText().toLowerCase(Locale.ROOT))
                .containsAnyOf("resource temporarily unavailable", "cannot fork", "can't fork");
    }

    @Test
    void throttlesAProgramOverItsProcessorShare() {
        Outcome run = product.run(
                "run",
                "--rm",
                "--cpus",
                "0.2",
                "host",
                "--",
                "sh",
                "-c",
                "end=$(($(date +%s) + 3)); while [ $(date +%s) -lt $end ]; do :; done; cat /sys/fs/cgroup/cpu.stat"
                        + " /sys/fs/cgroup/cpu/cpu.stat 2>/dev/null");
        assertThat(run.text()).containsPattern("nr_throttled [1-9]");
    }

    @Test
    void writesEveryLimitWhereTheKernelReadsIt() {
        Outcome run = product.run(
                "run",
                "--rm",
                "--memory",
                "64m",
                "--memory-reservation",
                "48m",
                "--memory-swap",
                "64m",
                "--cpu-shares",
                "512",
                "--cpu-period",
                "50000",
                "--cpu-quota",
                "25000",
                "--cpuset-cpus",
                "0",
                "--pids-limit",
                "77",
                "host",
                "--",
                "sh",
                "-c",
                UNIFIED
                        ? "cd /sys/fs/cgroup; for f in memory.max memory.low memory.swap.max cpu.weight cpu.max"
                                + " cpuset.cpus pids.max; do echo $f $(cat $f); done"
                        : "cd /sys/fs/cgroup; for f in memory/memory.limit_in_bytes memory/memory.soft_limit_in_bytes"
                                + " cpu/cpu.shares cpu/cpu.cfs_period_us cpu/cpu.cfs_quota_us cpuset/cpuset.cpus"
                                + " pids/pids.max; do echo ${f#*/} $(cat $f); done");
        if (UNIFIED) {
            assertThat(run.succeeded().lines())
                    .contains(
                            "memory.max 67108864",
                            "memory.low 50331648",
                            "memory.swap.max 0",
                            "cpu.max 25000 50000",
                            "cpuset.cpus 0",
                            "pids.max 77")
                    .anyMatch(line -> line.matches("cpu.weight ([1-9]|[1-5]\\d)"));
        } else {
            assertThat(run.succeeded().lines())
                    .contains(
                            "memory.limit_in_bytes 67108864",
                            "memory.soft_limit_in_bytes 50331648",
                            "cpu.shares 512",
                            "cpu.cfs_period_us 50000",
                            "cpu.cfs_quota_us 25000",
                            "cpuset.cpus 0",
                            "pids.max 77");
        }
    }

    @Test
    void refusesALimitThatNoControllerHereEnforces() {
        if (UNIFIED) {
            // cgroup v2 has no swappiness: the option names something that the host cannot do
            Outcome run = product.run("run", "--rm", "--memory-swappiness", "10", "host", "--", "true");
            assertThat(run.exited(125).errorText()).contains("swappiness");
        } else {
            Outcome run = product.run("run", "--rm", "--cpuset-mems", "7", "host", "--", "true");
            assertThat(run.exited(125).errorText()).contains("cpuset");
        }
    }

    @Test
    void changesALimitOfARunningContainer() {
        product.run("run", "-d", "--name", "up", "--pids-limit", "50", "host", "--", "sleep", "100")
                .succeeded();
        product.run("update", "--pids-limit", "60", "up").succeeded();
        assertThat(product.run(
                                "exec",
                                "up",
                                "sh",
                                "-c",
                                "cat /sys/fs/cgroup/pids.max /sys/fs/cgroup/pids/pids.max 2>/dev/null")
                        .text()
                        .strip())
                .isEqualTo("60");
    }

    @Test
    void freezesAndThaws() {
        product.run("run", "-d", "--name", "tick", "host", "--", "sh", "-c", "while :; do echo t; sleep 0.2; done")
                .succeeded();
        product.run("pause", "tick").succeeded();
        assertThat(product.run("inspect", "--format", "{{.State.Status}}", "tick")
                        .text()
                        .strip())
                .isEqualTo("paused");
        int before = product.run("logs", "tick").output().length;
        Outcome.command("sleep", "1");
        assertThat(product.run("logs", "tick").output()).hasSize(before);
        product.run("unpause", "tick").succeeded();
        assertThat(product.run("inspect", "--format", "{{.State.Status}}", "tick")
                        .text()
                        .strip())
                .isEqualTo("running");
    }
}
