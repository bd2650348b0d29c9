package dev.hull.container.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.container.Preset;
import dev.hull.container.RunRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The container preset, looked at from inside. */
class ContainerRunTest {
    @TempDir
    Path directory;

    private Runs runs;

    @BeforeEach
    void capsule() throws IOException {
        runs = new Runs(directory);
    }

    private static RunRequest.Builder shell(String script) {
        return RunRequest.of(Preset.CONTAINER, "host").command(List.of("sh", "-c", script));
    }

    @Test
    void runsAProgramAndGivesItsOutputAndStatus() throws IOException, InterruptedException {
        Outcome outcome = runs.run(runs.plans(), shell("echo hello; exit 7").build());
        assertThat(outcome).isEqualTo(new Outcome(7, "hello\n", ""));
    }
}
