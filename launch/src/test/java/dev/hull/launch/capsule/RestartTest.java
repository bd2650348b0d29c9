package dev.hull.launch.capsule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.launch.KeeperMessage;
import dev.hull.launch.KeeperSettings.Flag;
import dev.hull.launch.KeeperSettings.Restart;
import dev.hull.launch.StatusRecord.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restarts by the keeper itself. */
class RestartTest {
    private Kept kept;

    @BeforeEach
    void prepare(@TempDir Path directory) throws Exception {
        kept = new Kept(directory);
    }

    @AfterEach
    void cleanUp() throws Exception {
        kept.close();
    }

    @Test
    void startsAFailingProgramAgainAsOftenAsAllowed() throws Exception {
        Kept.Outcome outcome =
                kept.run(kept.shell("echo run; exit 3").log(kept.log).restarting(Restart.ON_FAILURE, 3));
        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.text()).isEqualTo("run\n".repeat(4));
        assertThat(kept.status().started().restartCount()).isEqualTo(3);
        assertThat(new String(kept.loggedOutput(1), UTF_8)).isEqualTo("run\n".repeat(4));
    }

    @Test
    void pausesTwiceAsLongEachTime() throws Exception {
        kept.run(kept.shell("echo run; exit 3").log(kept.log).restarting(Restart.ON_FAILURE, 3));
        List<Long> times = kept.logged().stream().map(Kept.Logged::time).toList();
        // 100, 200, 400 ms: never shorter
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1)).isGreaterThanOrEqualTo(100_000_000L << (i - 1));
        }
    }

    @Test
    void leavesASuccessfulProgramAlone() throws Exception {
        assertThat(kept.run(kept.shell("exit 0").restarting(Restart.ON_FAILURE, 0))
                        .status())
                .isZero();
        assertThat(kept.status().started().restartCount()).isZero();
    }

    @Test
    void stopsForGoodWhenAsked() throws Exception {
        kept.run(kept.shell("exec sleep 1000")
                .restarting(Restart.ALWAYS, 0)
                .without(Flag.ATTACH_STDOUT, Flag.ATTACH_STDERR)
                .with(Flag.DETACH));
        kept.awaitState(State.RUNNING);
        kept.ask(KeeperMessage.STOP, 9, 0);
        kept.awaitEnd();
        assertThat(kept.status().started().restartCount()).isZero();
        assertThat(kept.status().end().exitStatus()).isEqualTo(137);
    }

    @Test
    void canBeStoppedWhileItPauses() throws Exception {
        kept.run(kept.shell("exit 1")
                .restarting(Restart.ALWAYS, 0)
                .without(Flag.ATTACH_STDOUT, Flag.ATTACH_STDERR)
                .with(Flag.DETACH));
        Kept.await("a longer pause", () -> restarts() >= 3);
        kept.awaitState(State.RESTARTING);
        kept.ask(KeeperMessage.STOP, 0, 0);
        kept.awaitEnd();
        assertThat(kept.status().started().state()).isEqualTo(State.ENDED);
        assertThat(kept.status().end().exitStatus()).isEqualTo(1);
    }

    private long restarts() {
        try {
            return kept.status().started().restartCount();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void feedsTheProgramThatWasStartedAgain() throws Exception {
        Process client = kept.start(kept.shell("read line; echo got $line; [ \"$line\" = two ]")
                .with(Flag.STDIN, Flag.STDIN_ONCE, Flag.ATTACH_STDIN)
                .restarting(Restart.ON_FAILURE, 5));
        client.getOutputStream().write("one\n".getBytes(UTF_8));
        client.getOutputStream().flush();
        kept.awaitState(State.RUNNING);
        Kept.await("the restart", () -> restarts() == 1);
        kept.awaitState(State.RUNNING);
        client.getOutputStream().write("two\n".getBytes(UTF_8));
        client.getOutputStream().close();
        Kept.Outcome outcome = kept.outcome(client);
        assertThat(outcome.text()).isEqualTo("got one\ngot two\n");
        assertThat(outcome.status()).isZero();
    }
}
