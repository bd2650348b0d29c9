package dev.hull.launch.capsule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.launch.KeeperMessage;
import dev.hull.launch.KeeperSettings.Flag;
import dev.hull.launch.KeeperSettings.Restart;
import dev.hull.launch.StatusRecord.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left behind: nothing. */
class LeakTest {
    private Kept kept;

    @BeforeEach
    void prepare(@TempDir Path directory) throws Exception {
        kept = new Kept(directory);
    }

    @AfterEach
    void cleanUp() throws Exception {
        kept.close();
    }

    /** Processes of this test's own capsule. */
    private List<Long> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().command().equals(Optional.of(kept.capsule.toString())))
                .map(ProcessHandle::pid)
                .toList();
    }

    @Test
    void leavesNothingAfterAThousandRuns() throws Exception {
        Path plan = kept.directory.resolve("table");
        Files.write(plan, kept.shell("exit 0").log(kept.log).rotating(1000, 2).table());
        Path target = kept.run.resolve("plan");
        Process loop = kept.start(List.of(
                "/bin/sh",
                "-c",
                "i=0; while [ $i -lt 1000 ]; do cp " + plan + " " + target + "; " + kept.capsule + " " + target
                        + " </dev/null || exit 1; i=$((i+1)); done"));
        assertThat(kept.outcome(loop).status()).isZero();
        kept.awaitEnd();
        assertThat(processes()).isEmpty();
        assertThat(names(kept.run)).containsExactly("keeper.lock", "plan.run", "status");
        assertThat(names(kept.log)).containsExactly("00000001");
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void keepsItsNumberOfDescriptorsThroughRestartsAndClients() throws Exception {
        kept.run(kept.shell("exec sleep 1000")
                .without(Flag.ATTACH_STDOUT, Flag.ATTACH_STDERR)
                .with(Flag.DETACH, Flag.STDIN)
                .restarting(Restart.ALWAYS, 0));
        kept.awaitState(State.RUNNING);
        Path descriptors =
                Path.of("/proc", Long.toString(kept.status().started().keeperPid()), "fd");
        Kept.await("the first client's end", () -> !Files.exists(descriptors.resolve("3")));
        List<String> before = names(descriptors);
        for (int i = 1; i <= 3; i++) {
            Process client = kept.start(kept.attachCommand(Flag.ATTACH_STDIN, Flag.ATTACH_STDOUT, Flag.ATTACH_STDERR));
            int expected = before.size() + 3; // its socket and two pipes
            Kept.await("the client", () -> count(descriptors) == expected);
            client.destroyForcibly();
            Kept.await("its end", () -> count(descriptors) == before.size());
            long restarts = i;
            kept.ask(KeeperMessage.SIGNAL, 9, 0);
            Kept.await("the restart", () -> {
                try {
                    return kept.status().started().restartCount() == restarts;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            kept.awaitState(State.RUNNING);
        }
        assertThat(names(descriptors)).hasSameSizeAs(before);
    }

    private static int count(Path descriptors) {
        try {
            return names(descriptors).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
