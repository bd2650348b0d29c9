package dev.hull.launch.capsule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.launch.KeeperMessage;
import dev.hull.launch.KeeperSettings.Flag;
import dev.hull.launch.StatusRecord.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that outlive who started them. */
class DetachTest {
    private Kept kept;

    @BeforeEach
    void prepare(@TempDir Path directory) throws Exception {
        kept = new Kept(directory);
    }

    @AfterEach
    void cleanUp() throws Exception {
        kept.close();
    }

    private HostPlan detached(String script) {
        return kept.shell(script)
                .without(Flag.ATTACH_STDOUT, Flag.ATTACH_STDERR)
                .with(Flag.DETACH);
    }

    @Test
    void printsTheIdOnceItRunsAndHoldsNoPipe() throws Exception {
        List<String> command = kept.command(detached("exec sleep 1000"));
        // the shell's $( ) ends when nobody holds the pipe any more
        Process shell =
                kept.start(List.of("/bin/sh", "-c", "id=$(" + String.join(" ", command) + "); echo got $id $?"));
        assertThat(kept.outcome(shell).text()).isEqualTo("got " + HostPlan.ID + " 0\n");
        assertThat(kept.isKeeperAlive()).isTrue();
        assertThat(Kept.value(kept.ask(KeeperMessage.SIGNAL, 15, 0))).isZero();
        kept.awaitEnd();
        assertThat(kept.status().end().exitStatus()).isEqualTo(143);
    }

    @Test
    void becomesTheExplanationWhenADetachedStartFails() throws Exception {
        Kept.Outcome outcome = kept.run(kept.plan("/nonexistent").with(Flag.DETACH));
        assertThat(outcome.text()).startsWith("_why");
    }

    @Test
    void leavesEverythingOfItsCaller() throws Exception {
        kept.run(detached("exec sleep 1000"));
        kept.awaitState(State.RUNNING);
        Path keeper = Path.of("/proc", Long.toString(kept.status().started().keeperPid()));
        assertThat(Files.readSymbolicLink(keeper.resolve("cwd"))).isEqualTo(Path.of("/"));
        for (int descriptor = 0; descriptor < 3; descriptor++) {
            assertThat(Files.readSymbolicLink(keeper.resolve("fd/" + descriptor)))
                    .isEqualTo(Path.of("/dev/null"));
        }
        String session = Files.readString(keeper.resolve("stat")).split(" ")[5];
        assertThat(session).isEqualTo(keeper.getFileName().toString());
        Path init = Path.of("/proc", Long.toString(kept.status().started().initPid()));
        assertThat(descriptors(init)).containsExactly("0", "1", "2");
        assertThat(signals(init, "SigBlk")).isEqualTo(signals(init, "SigIgn")).isZero();
    }

    private static List<String> descriptors(Path process) throws IOException {
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static long signals(Path process, String field) throws IOException {
        return Files.readAllLines(process.resolve("status")).stream()
                .filter(line -> line.startsWith(field + ":"))
                .mapToLong(line -> Long.parseUnsignedLong(
                        line.substring(field.length() + 1).strip(), 16))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void startsThoughItsClientIsKilledAtOnce() throws Exception {
        for (int i = 0; i < 20; i++) {
            Path said = kept.directory.resolve("said" + i);
            Process client = kept.start(kept.shell("echo yes > " + said + ".new; mv " + said + ".new " + said));
            Kept.await("the claim", () -> Files.exists(kept.run.resolve("plan.run")));
            Thread.sleep(i % 4);
            client.destroyForcibly();
            // killed before the fork there is nothing; after it there is everything
            Kept.await("an end", () -> !isLocked());
            if (Files.exists(kept.run.resolve("status"))) {
                assertThat(said).exists();
                assertThat(kept.status().end().exitStatus()).isZero();
            }
            try (Stream<Path> files = Files.list(kept.run)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private boolean isLocked() {
        try (FileChannel channel = FileChannel.open(kept.run.resolve("keeper.lock"), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A resident engine gives the table in descriptor 3 and a socket in descriptor 4. */
    private String engine(String afterwards) throws IOException {
        Files.write(
                kept.directory.resolve("table"),
                detached("echo out; sleep 0.3; echo more; exit 5").log(kept.log).table());
        Files.createFile(kept.run.resolve("plan"));
        return """
            import os, socket, struct, subprocess, sys
            engine, keeper = socket.socketpair()
            table = os.open(sys.argv[2], os.O_RDONLY)
            def spawn():
                high = os.dup(os.dup(os.dup(os.dup(table)))), os.dup(keeper.fileno())
                os.dup2(high[0], 3)
                os.dup2(high[1], 4)
            p = subprocess.Popen([sys.argv[1], "-"], preexec_fn=spawn, close_fds=False)
            keeper.close()
            def hear():
                m = engine.recv(32, socket.MSG_WAITALL)
                return struct.unpack("<IiQQQ", m) if len(m) == 32 else None
            started = hear()
            print("started", hex(started[0]), started[2] > 0, started[3] > 0)
            """ + afterwards;
    }

    private Kept.Outcome python(String script) throws Exception {
        return kept.outcome(kept.start(List.of(
                "python3",
                "-c",
                script,
                kept.capsule.toString(),
                kept.directory.resolve("table").toString())));
    }

    @Test
    void speaksWithAResidentEngine() throws Exception {
        Kept.Outcome outcome = python(engine("""
            engine.send(struct.pack("<IiQQQ", 4, 0, 0, 0, 0))
            pid = hear()
            print("pidfd", hex(pid[0]), pid[1], pid[2] == started[2])
            exited = hear()
            print("exited", hex(exited[0]), exited[1], exited[2] > started[3])
            print("status", p.wait(), hear())
            """));
        assertThat(outcome.errorText()).isEmpty();
        assertThat(outcome.text())
                .isEqualTo("started 0x101 True True\npidfd 0x1004 0 True\nexited 0x103 5 True\nstatus 0 None\n");
    }

    @Test
    void keepsRunningWhenTheEngineDies() throws Exception {
        Kept.Outcome outcome = python(engine("os.kill(os.getpid(), 9)\n"));
        assertThat(outcome.status()).isEqualTo(137);
        kept.awaitEnd();
        assertThat(kept.status().end().exitStatus()).isEqualTo(5);
        assertThat(new String(kept.loggedOutput(1), UTF_8)).isEqualTo("out\nmore\n");
    }
}
