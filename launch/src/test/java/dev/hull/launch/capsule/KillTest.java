package dev.hull.launch.capsule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.launch.StatusRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Client, keeper and init, each killed before each of its calls: no status is lost, nobody stays, and it runs again. */
class KillTest {
    /** Counted by strace each for itself, in each process. */
    private static final List<String> CALLS = List.of(
            "openat",
            "write",
            "pwrite64",
            "renameat",
            "clone",
            "clone3",
            "bind",
            "listen",
            "unlinkat",
            "pipe2",
            "fcntl",
            "dup3",
            "close_range",
            "waitid",
            "wait4",
            "sendmsg",
            "recvmsg",
            "execve",
            "ppoll",
            "setsid",
            "prctl",
            "close",
            "getdents64",
            "tee",
            "read",
            "signalfd4",
            "socketpair",
            "fchdir",
            "mmap");

    private static final int STATUS = 3;

    private Kept kept;

    @BeforeEach
    void prepare(@TempDir Path directory) throws Exception {
        kept = new Kept(directory);
    }

    @AfterEach
    void cleanUp() throws Exception {
        kept.close();
    }

    private HostPlan plan() {
        return kept.shell("echo out; exit " + STATUS).log(kept.log);
    }

    /** Kills every process of the run before its n-th such call; whether any had that many. */
    private boolean runKilledAt(String call, int n) throws Exception {
        Path trace = kept.directory.resolve("trace");
        List<String> command = new ArrayList<>(List.of(
                "strace", "-f", "-qq", "-o", trace.toString(), "-e", "inject=" + call + ":signal=KILL:when=" + n));
        command.addAll(kept.command(plan()));
        kept.outcome(kept.start(command));
        return Files.readString(trace).contains("+++ killed by SIGKILL +++");
    }

    private void awaitNobody() throws InterruptedException {
        Kept.await(
                "the end of every process",
                () -> ProcessHandle.allProcesses()
                        .noneMatch(process -> process.info().command().equals(Optional.of(kept.capsule.toString()))));
        Kept.await("the lock", () -> !Files.exists(kept.run.resolve("keeper.lock")) || isFree());
    }

    private boolean isFree() {
        try (FileChannel channel = FileChannel.open(kept.run.resolve("keeper.lock"), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<StatusRecord> status() throws IOException {
        Path file = kept.run.resolve("status");
        return Files.exists(file) ? StatusRecord.read(file) : Optional.empty();
    }

    @Test
    void leavesNobodyAndRunsAgainWhereverItWasKilled() throws Exception {
        int kills = 0;
        for (String call : CALLS) {
            for (int n = 1; runKilledAt(call, n); n++) {
                awaitNobody();
                // what is on record is true: an end has the program's status, or that of its death
                StatusRecord.End end = status().map(StatusRecord::end).orElse(null);
                if (end != null) {
                    assertThat(end.exitStatus()).as("killed at %s %d", call, n).isIn(STATUS, 137, 125, 126, 127);
                }
                clear();
                assertThat(kept.run(plan()).status()).as("after %s %d", call, n).isEqualTo(STATUS);
                awaitNobody();
                clear();
                kills++;
            }
        }
        assertThat(kills).isGreaterThan(60);
    }

    @Test
    void keepsTheStatusThoughTheClientIsKilledAnywhere() throws Exception {
        int kills = 0;
        for (String call : CALLS) {
            for (int n = 1; runClientKilledAt(call, n); n++) {
                kills++;
            }
        }
        assertThat(kills).isGreaterThan(15);
    }

    private boolean runClientKilledAt(String call, int n) throws Exception {
        Path trace = kept.directory.resolve("trace");
        // without -f only the client is traced
        List<String> command = new ArrayList<>(
                List.of("strace", "-qq", "-o", trace.toString(), "-e", "inject=" + call + ":signal=KILL:when=" + n));
        command.addAll(kept.command(plan()));
        Process client = kept.start(command);
        client.getOutputStream().close();
        kept.outcome(client);
        String calls = Files.readString(trace);
        awaitNobody();
        if (calls.lines().anyMatch(line -> line.matches("clone\\(.*= [0-9]+.*"))) {
            StatusRecord.End end = kept.status().end();
            assertThat(end).as("killed at %s %d", call, n).isNotNull();
            assertThat(end.exitStatus()).isEqualTo(STATUS);
            assertThat(new String(kept.loggedOutput(1), StandardCharsets.UTF_8)).isEqualTo("out\n");
        }
        clear();
        return calls.contains("+++ killed by SIGKILL +++");
    }

    private void clear() throws IOException {
        for (Path directory : List.of(kept.run, kept.log)) {
            if (Files.exists(directory)) {
                try (Stream<Path> files = Files.list(directory)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
            }
        }
    }
}
