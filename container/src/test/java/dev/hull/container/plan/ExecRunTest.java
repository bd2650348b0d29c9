package dev.hull.container.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.container.ContainerSpec;
import dev.hull.container.Preset;
import dev.hull.container.RunRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Further programs in a container that runs. */
class ExecRunTest {
    @TempDir
    Path directory;

    private Runs runs;
    private Plans running;
    private ContainerSpec spec;
    private Process container;

    /** A container that ends when its stdin does. */
    @BeforeEach
    void container() throws IOException {
        runs = new Runs(directory);
        running = runs.plans().withSeccomp();
        RunRequest request = RunRequest.of(Preset.CONTAINER, "host")
                .command(List.of("sh", "-c", "echo ready; cat"))
                .interactive(true)
                .build();
        spec = running.spec(request);
        container = runs.start(running, running.plan(spec, request));
        BufferedReader reader = container.inputReader(StandardCharsets.UTF_8);
        assertThat(reader.readLine()).isEqualTo("ready");
    }

    @AfterEach
    void end() throws IOException, InterruptedException {
        container.getOutputStream().close();
        assertThat(container.waitFor()).isZero();
    }

    private Outcome exec(String script) throws IOException, InterruptedException {
        Plans plans = runs.plans();
        RunRequest request = RunRequest.of(Preset.CONTAINER, "host")
                .command(List.of("sh", "-c", script))
                .build();
        return runs.run(plans, plans.exec(running, spec, request), "");
    }

    @Test
    void seesTheContainersProcessesNamesAndFiles() throws IOException, InterruptedException {
        Outcome outcome =
                exec("hostname; tr '\\0' ' ' < /proc/1/cmdline; echo; cat /proc/self/cgroup | grep -v ':/$'; true");
        assertThat(outcome).isEqualTo(new Outcome(0, running.id.substring(0, 12) + "\nsh -c echo ready; cat \n", ""));
    }

    @Test
    void hasTheContainersPowersAndNoMore() throws IOException, InterruptedException {
        Outcome outcome = exec("grep -E '^(Cap|Seccomp:|NoNewPrivs)' /proc/self/status");
        assertThat(outcome.output().replace("\t", "")).isEqualTo("""
            CapInh:0000000000000000
            CapPrm:00000000a80425fb
            CapEff:00000000a80425fb
            CapBnd:00000000a80425fb
            CapAmb:0000000000000000
            NoNewPrivs:0
            Seccomp:2
            """);
    }

    @Test
    void givesTheProgramsOwnStatus() throws IOException, InterruptedException {
        assertThat(exec("exit 42").status()).isEqualTo(42);
        assertThat(exec("kill -9 $$").status()).isEqualTo(128 + 9);
    }
}
