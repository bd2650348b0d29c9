package dev.hull.launch.capsule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.launch.LogRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log: records, segments, a full disk. */
class LogTest {
    private Kept kept;

    @BeforeEach
    void prepare(@TempDir Path directory) throws Exception {
        kept = new Kept(directory);
    }

    @AfterEach
    void cleanUp() throws Exception {
        kept.close();
    }

    private List<String> segments() throws Exception {
        try (Stream<Path> files = Files.list(kept.log)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void numbersAndDatesEveryRecord() throws Exception {
        long before = System.currentTimeMillis();
        kept.run(kept.shell("echo one; sleep 0.05; echo two >&2; sleep 0.05; echo three")
                .log(kept.log));
        List<Kept.Logged> records = kept.logged();
        assertThat(records).extracting(Kept.Logged::stream).containsExactly(1, 2, 1);
        assertThat(records)
                .extracting(record -> new String(record.data(), UTF_8))
                .containsExactly("one\n", "two\n", "three\n");
        long first = 1L << LogRecord.SEQUENCE_SHIFT;
        assertThat(records).extracting(Kept.Logged::sequence).containsExactly(first, first + 1, first + 2);
        assertThat(records).extracting(Kept.Logged::time).isSorted();
        assertThat(records.getFirst().time() / 1_000_000).isBetween(before, System.currentTimeMillis());
    }

    @Test
    void beginsSegmentsAndKeepsTheNewest() throws Exception {
        kept.run(kept.shell("i=0; while [ $i -lt 200 ]; do printf '%0999d\\n' $i; i=$((i+1)); done")
                .log(kept.log)
                .rotating(20_000, 3));
        List<String> segments = segments();
        assertThat(segments).hasSize(3);
        String all = new String(kept.loggedOutput(1), UTF_8);
        List<Integer> numbers = all.lines().map(Integer::parseInt).toList();
        assertThat(numbers.getLast()).isEqualTo(199);
        for (int i = 1; i < numbers.size(); i++) {
            assertThat(numbers.get(i)).isEqualTo(numbers.get(i - 1) + 1);
        }
        for (String segment : segments) {
            assertThat(Files.size(kept.log.resolve(segment))).isLessThan(20_000 + 33_000);
        }
    }

    @Test
    void goesOnWhereAnEarlierRunEnded() throws Exception {
        kept.run(kept.shell("echo first").log(kept.log).rotating(1000, 2));
        kept.run(kept.shell("echo second").log(kept.log).rotating(1000, 2));
        kept.run(kept.shell("head -c 1000 /dev/zero; sleep 0.1; echo third")
                .log(kept.log)
                .rotating(1000, 2));
        assertThat(segments()).containsExactly("00000001", "00000002");
        assertThat(kept.logged()).hasSize(4);
        long first = 1L << LogRecord.SEQUENCE_SHIFT;
        assertThat(kept.logged())
                .extracting(Kept.Logged::sequence)
                .containsExactly(first, first + 1, first + 2, first + 3);
    }

    @Test
    void losesNothingBetweenSegmentsWhenMuchIsWritten() throws Exception {
        Kept.Outcome outcome = kept.run(kept.shell("head -c 20000000 /dev/urandom; echo end >&2")
                .log(kept.log)
                .rotating(1_000_000, 1000));
        assertThat(segments()).hasSizeBetween(19, 21);
        assertThat(kept.loggedOutput(1)).isEqualTo(outcome.output()).hasSize(20_000_000);
        long first = 1L << LogRecord.SEQUENCE_SHIFT;
        List<Kept.Logged> records = kept.logged();
        for (int i = 0; i < records.size(); i++) {
            assertThat(records.get(i).sequence()).isEqualTo(first + i);
        }
        for (String segment : segments()) {
            assertThat(Files.size(kept.log.resolve(segment))).isLessThan(1_000_000 + 17_000);
        }
    }

    @Test
    void cutsOffATornTailBeforeItGoesOn() throws Exception {
        for (int torn = 1; torn < 40; torn += 6) {
            kept.run(kept.shell("head -c 100000 /dev/zero; sleep 0.1; echo 0123456789abcdef")
                    .log(kept.log));
            Path segment = kept.log.resolve("00000001");
            byte[] bytes = Files.readAllBytes(segment);
            Files.write(segment, Arrays.copyOf(bytes, bytes.length - torn));
            int whole = kept.logged().size();
            kept.run(kept.shell("echo again").log(kept.log));
            List<Kept.Logged> records = kept.logged();
            assertThat(records).hasSize(whole + 1);
            assertThat(records.getLast().data()).asString().isEqualTo("again\n");
            assertThat(records.getLast().sequence())
                    .isEqualTo(records.get(whole - 1).sequence() + 1);
            Files.delete(segment);
        }
    }

    @Test
    void keepsTheProgramRunningOnAFullDiskAndCountsWhatIsMissing() throws Exception {
        Files.createDirectory(kept.log);
        Path copy = kept.directory.resolve("copy");
        String capsule = String.join(
                " ",
                kept.command(kept.shell("i=0; while [ $i -lt 500 ]; do printf '%0999d\\n' $i; i=$((i+1)); done; exit 5")
                        .log(kept.log)));
        // a private mount namespace: the small file system goes with it
        Process client = kept.start(List.of(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount -t tmpfs -o size=64k tmpfs " + kept.log + " && " + capsule + "; status=$?; cp -r " + kept.log
                        + " " + copy + "; exit $status"));
        Kept.Outcome outcome = kept.outcome(client);
        assertThat(outcome.status()).isEqualTo(5);
        assertThat(outcome.output()).hasSize(500_000);
        assertThat(kept.status().started().logErrors()).isPositive();
        assertThat(kept.status().end().exitStatus()).isEqualTo(5);
        Files.delete(kept.log);
        Files.move(copy, kept.log);
        // whole records only: what did not fit is missing, never half there
        int at = 0;
        for (Kept.Logged record : kept.logged()) {
            int found = outcome.text().indexOf(new String(record.data(), UTF_8), at);
            assertThat(found).isGreaterThanOrEqualTo(at);
            at = found + record.data().length;
        }
        assertThat(at).isPositive();
    }

    @Test
    void failsTheStartIfThereCanBeNoLog() throws Exception {
        Files.writeString(kept.log, "a file, no directory");
        Kept.Outcome outcome = kept.run(kept.shell("echo no").log(kept.log));
        assertThat(outcome.text()).startsWith("_why");
        assertThat(kept.status().end().exitStatus()).isEqualTo(125);
    }

    @Test
    void goesOnWhenTheClientIsKilled() throws Exception {
        Process client = kept.start(
                kept.shell("echo before; sleep 0.5; echo after; exit 9").log(kept.log));
        Kept.await("the first output", () -> {
            try {
                return Files.exists(kept.log) && kept.loggedOutput(1).length > 0;
            } catch (IOException e) {
                return false;
            }
        });
        client.destroyForcibly().waitFor();
        kept.awaitEnd();
        assertThat(new String(kept.loggedOutput(1), UTF_8)).isEqualTo("before\nafter\n");
        assertThat(kept.status().end().exitStatus()).isEqualTo(9);
    }
}
