package dev.hull.launch.capsule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.launch.KeeperSettings.Flag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Output: complete and in order, whoever reads it how slowly. */
class OutputTest {
    private static final int MEGABYTE = 1 << 20;

    private Kept kept;

    @BeforeEach
    void prepare(@TempDir Path directory) throws Exception {
        kept = new Kept(directory);
    }

    @AfterEach
    void cleanUp() throws Exception {
        kept.close();
    }

    private Path randomFile(int size) throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return Files.write(kept.directory.resolve("random"), bytes);
    }

    private static String digest(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void bringsBinaryDataToPipeAndLog() throws Exception {
        Path file = randomFile(20 * MEGABYTE);
        Kept.Outcome outcome = kept.run(kept.plan("/bin/cat", file.toString()).log(kept.log));
        String expected = digest(Files.readAllBytes(file));
        assertThat(digest(outcome.output())).isEqualTo(expected);
        assertThat(digest(kept.loggedOutput(1))).isEqualTo(expected);
        assertThat(kept.status().started().logErrors()).isZero();
    }

    @Test
    void bringsALineOf64MegabytesWithoutALog() throws Exception {
        Kept.Outcome outcome = kept.run(kept.shell("head -c 67108864 /dev/zero | tr '\\0' x; echo; echo end")
                .without(Flag.STDIN));
        assertThat(outcome.output()).hasSize(64 * MEGABYTE + 5);
        assertThat(new String(outcome.output(), 64 * MEGABYTE, 5, StandardCharsets.US_ASCII))
                .isEqualTo("\nend\n");
    }

    @Test
    void keepsTheStreamsApart() throws Exception {
        Kept.Outcome outcome = kept.run(kept.shell("for i in $(seq 1000); do echo out$i; echo err$i >&2; done")
                .log(kept.log));
        assertThat(outcome.text().lines()).hasSize(1000).startsWith("out1").endsWith("out1000");
        assertThat(outcome.errorText().lines()).hasSize(1000).startsWith("err1").endsWith("err1000");
        assertThat(kept.loggedOutput(1)).isEqualTo(outcome.output());
        assertThat(kept.loggedOutput(2)).isEqualTo(outcome.errors());
    }

    @Test
    void holdsTheProgramBackForASlowReader() throws Exception {
        Path written = kept.directory.resolve("written");
        Process client = kept.start(kept.shell(
                "i=0; while [ $i -lt 300 ]; do head -c 10000 /dev/zero; i=$((i+1)); echo $i > " + written + "; done"));
        // nobody reads: three pipes are between, of 256, 64 and 64 KiB
        Kept.await("the first writes", () -> Files.exists(written));
        Thread.sleep(500);
        assertThat(Integer.parseInt(Files.readString(written).strip())).isLessThan(60);
        assertThat(kept.outcome(client).output()).hasSize(3_000_000);
    }

    @Test
    void writesToFilesAndAppends() throws Exception {
        Path file = randomFile(MEGABYTE);
        Path target = kept.directory.resolve("target");
        for (String redirection : List.of(">", ">>")) {
            List<String> command = kept.command(kept.plan("/bin/cat", file.toString()));
            Process shell =
                    kept.start(List.of("/bin/sh", "-c", String.join(" ", command) + " " + redirection + " " + target));
            assertThat(kept.outcome(shell).status()).isZero();
        }
        byte[] once = Files.readAllBytes(file);
        byte[] twice = Files.readAllBytes(target);
        assertThat(twice).hasSize(2 * MEGABYTE).startsWith(once).endsWith(once);
    }

    @Test
    void saysThatOutputWasLostOnAFullDisk() throws Exception {
        List<String> command = kept.command(kept.shell("echo much"));
        Process shell = kept.start(List.of("/bin/sh", "-c", String.join(" ", command) + " > /dev/full"));
        Kept.Outcome outcome = kept.outcome(shell);
        assertThat(outcome.status()).isEqualTo(125);
        assertThat(outcome.errorText()).contains("output was lost");
    }

    @Test
    void tellsTheProgramThatNobodyReads() throws Exception {
        List<String> command = kept.command(kept.plan("/bin/busybox", "yes"));
        Process shell =
                kept.start(List.of("/bin/bash", "-c", String.join(" ", command) + " | head -1; echo ${PIPESTATUS[0]}"));
        assertThat(kept.outcome(shell).text()).isEqualTo("y\n141\n");
        kept.awaitEnd();
        assertThat(kept.status().end().exitStatus()).isEqualTo(141);
    }

    @Test
    void readsWhatADyingProgramWroteLast() throws Exception {
        for (int i = 0; i < 50; i++) {
            Kept.Outcome outcome = kept.run(kept.shell("head -c 65536 /dev/zero; kill -9 $$"));
            assertThat(outcome.status()).isEqualTo(137);
            assertThat(outcome.output()).hasSize(65536);
        }
    }

    @Test
    void doesNotWaitForADaemonThatKeepsTheStreams() throws Exception {
        Kept.Outcome outcome = kept.run(kept.shell("sleep 1000 & echo $!"));
        assertThat(outcome.status()).isZero();
        ProcessHandle.of(Long.parseLong(outcome.text().strip())).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void readsSlowlyAndCompletelyThroughAShell() throws Exception {
        Path file = randomFile(2 * MEGABYTE);
        Process client = kept.start(kept.plan("/bin/cat", file.toString()).log(kept.log));
        byte[] all = new byte[2 * MEGABYTE];
        int count = 0;
        InputStream output = client.getInputStream();
        for (int read; (read = output.read(all, count, Math.min(30_000, all.length - count))) > 0; ) {
            count += read;
            Thread.sleep(1);
        }
        assertThat(digest(all)).isEqualTo(digest(Files.readAllBytes(file)));
        assertThat(kept.outcome(client).status()).isZero();
        assertThat(digest(kept.loggedOutput(1))).isEqualTo(digest(all));
    }
}
