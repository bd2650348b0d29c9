package dev.hull.launch.capsule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.launch.KeeperMessage;
import dev.hull.launch.KeeperSettings.Flag;
import dev.hull.launch.StatusRecord.State;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that come later, and several at once. */
class AttachTest {
    private static final Flag[] ALL = {Flag.ATTACH_STDIN, Flag.ATTACH_STDOUT, Flag.ATTACH_STDERR};

    private Kept kept;

    @BeforeEach
    void prepare(@TempDir Path directory) throws Exception {
        kept = new Kept(directory);
    }

    @AfterEach
    void cleanUp() throws Exception {
        kept.close();
    }

    private void startDetached(String script, Flag... more) throws Exception {
        kept.run(kept.shell(script)
                .without(Flag.ATTACH_STDOUT, Flag.ATTACH_STDERR)
                .with(Flag.DETACH)
                .with(more)
                .log(kept.log));
        kept.awaitState(State.RUNNING);
    }

    @Test
    void givesInputAndOutputAndTheExitStatus() throws Exception {
        startDetached("read line; echo got $line; echo bad >&2; exit 12", Flag.STDIN, Flag.STDIN_ONCE);
        Process client = kept.start(kept.attachCommand(ALL));
        client.getOutputStream().write("hello\n".getBytes(StandardCharsets.UTF_8));
        client.getOutputStream().flush();
        Kept.Outcome outcome = kept.outcome(client);
        assertThat(outcome.text()).isEqualTo("got hello\n");
        assertThat(outcome.errorText()).isEqualTo("bad\n");
        assertThat(outcome.status()).isEqualTo(12);
    }

    @Test
    void givesTheSameOutputToEveryClientHoweverSlow() throws Exception {
        startDetached("read line; head -c 5000000 /dev/urandom", Flag.STDIN);
        Process fast = kept.start(kept.attachCommand(Flag.ATTACH_STDOUT));
        Process slow = kept.start(kept.attachCommand(Flag.ATTACH_STDOUT));
        Process feeder = kept.start(kept.attachCommand(Flag.ATTACH_STDIN));
        Path descriptors =
                Path.of("/proc", Long.toString(kept.status().started().keeperPid()), "fd");
        // listener, lock, client 3 (gone), ... : wait until both readers have their pipes
        Kept.await("the clients", () -> pipes(descriptors) >= 5);
        feeder.getOutputStream().write('\n');
        feeder.getOutputStream().flush();
        byte[][] results = new byte[2][];
        Thread reader = Thread.ofVirtual().start(() -> results[0] = read(fast, 0));
        results[1] = read(slow, 1);
        reader.join();
        kept.awaitEnd();
        assertThat(results[0]).hasSize(5_000_000).isEqualTo(results[1]).isEqualTo(kept.loggedOutput(1));
    }

    private static long pipes(Path descriptors) {
        try (var files = Files.list(descriptors)) {
            return files.filter(file -> {
                        try {
                            return Files.readSymbolicLink(file).toString().startsWith("pipe:");
                        } catch (IOException e) {
                            return false;
                        }
                    })
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Process process, int pause) {
        try {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            byte[] piece = new byte[20_000];
            for (int count; (count = process.getInputStream().read(piece)) >= 0; ) {
                all.write(piece, 0, count);
                Thread.sleep(pause);
            }
            return all.toByteArray();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void dropsAClientThatIsKilledWhileItHoldsEverythingBack() throws Exception {
        startDetached("read line; head -c 1000000 /dev/zero; exit 3", Flag.STDIN);
        Process idle = kept.start(kept.attachCommand(Flag.ATTACH_STDIN, Flag.ATTACH_STDOUT));
        idle.getOutputStream().write('\n');
        idle.getOutputStream().flush();
        // it takes what the pipes between hold, then everything waits for it
        Kept.await("some output", () -> {
            try {
                return kept.loggedOutput(1).length > 100_000;
            } catch (IOException e) {
                return false;
            }
        });
        Thread.sleep(200);
        assertThat(kept.loggedOutput(1).length).isLessThan(900_000);
        idle.destroyForcibly();
        kept.awaitEnd();
        assertThat(kept.loggedOutput(1)).hasSize(1_000_000);
        assertThat(kept.status().end().exitStatus()).isEqualTo(3);
    }

    @Test
    void saysThatNothingRuns() throws Exception {
        Kept.Outcome outcome = kept.outcome(kept.start(kept.attachCommand(ALL)));
        assertThat(outcome.status()).isEqualTo(125);
        assertThat(outcome.errorText()).contains(HostPlan.ID).contains("not running");
    }

    @Test
    void forwardsItsSignals() throws Exception {
        startDetached("exec sleep 1000");
        Process client = kept.start(kept.attachCommand(Flag.ATTACH_STDOUT, Flag.SIG_PROXY));
        Kept.await("the signals' descriptor", () -> hasSignals(client.pid()));
        // Process.destroy would close the streams, too
        new ProcessBuilder("kill", Long.toString(client.pid())).start().waitFor();
        assertThat(kept.outcome(client).status()).isEqualTo(143);
        kept.awaitEnd();
    }

    private static boolean hasSignals(long pid) {
        try (var files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return files.anyMatch(file -> {
                try {
                    return Files.readSymbolicLink(file).toString().contains("signalfd");
                } catch (IOException e) {
                    return false;
                }
            });
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void leavesTheProgramWhenItIsKilled() throws Exception {
        startDetached("exec sleep 1000");
        Process client = kept.start(kept.attachCommand(Flag.ATTACH_STDOUT));
        Thread.sleep(50);
        client.destroyForcibly().waitFor();
        assertThat(kept.isKeeperAlive()).isTrue();
        assertThat(Kept.value(kept.ask(KeeperMessage.SIGNAL, 9, 0))).isZero();
    }
}
