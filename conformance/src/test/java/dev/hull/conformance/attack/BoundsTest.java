package dev.hull.conformance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.conformance.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** CVE-2022-31030: what a container or an image makes endless must not exhaust the engine. */
class BoundsTest {
    private final Arena arena = Arena.open();

    @AfterEach
    void hostIsUntouched() {
        arena.close();
    }

    /** A name is looked up in 1 MiB of a file at most. */
    @Test
    void aHugePasswordFileIsAnErrorAndNoEndlessReading() throws IOException {
        try (OutputStream out = Files.newOutputStream(arena.image("etc/passwd"))) {
            byte[] line = "x:x:1:1::/:/bin/sh\n".repeat(1000).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 200; i++) {
                out.write(line);
            }
            out.write("late:x:0:0::/:/bin/sh\n".getBytes(StandardCharsets.US_ASCII));
        }
        Outcome outcome = arena.script("id", "-u", "late");
        assertThat(outcome.status()).isEqualTo(125);
        assertThat(outcome.errorText()).contains("/etc/passwd").doesNotContain("internal error");
    }

    @Test
    void aPasswordFileThatIsAFifoOrADeviceIsNotRead() throws IOException {
        for (String[] make : new String[][] {{"mkfifo"}, {"ln", "-s", "/dev/zero"}, {"ln", "-s", "/proc/self/fd/0"}}) {
            Path file = arena.image("etc/passwd");
            Files.deleteIfExists(file);
            String[] line = java.util.Arrays.copyOf(make, make.length + 1);
            line[make.length] = file.toString();
            Outcome.command(line).succeeded();
            Outcome outcome = arena.script("id", "-u", "someone");
            assertThat(outcome.status()).isEqualTo(125);
            assertThat(outcome.text()).isEmpty();
        }
    }

    /** A layer of zeroes that grows a thousandfold. */
    @Test
    void anArchiveThatExpandsWithoutEndIsRefused() throws IOException {
        Path archive = arena.product().state().resolve("bomb.tar.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
            byte[] header = header("bomb", 1L << 40);
            out.write(header);
            byte[] zeroes = new byte[1 << 20];
            for (int i = 0; i < 1024; i++) {
                out.write(zeroes);
            }
        }
        Outcome outcome = arena.product().run("run", "--rm", archive.toString(), "true");
        assertThat(outcome.status()).isEqualTo(125);
        assertThat(outcome.errorText()).startsWith("hull: ").doesNotContain("internal error");
    }

    /** ustar, with the size in base 256. */
    private static byte[] header(String name, long size) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        header[124] = (byte) 0x80;
        for (int i = 0; i < 8; i++) {
            header[135 - i] = (byte) (size >>> (8 * i));
        }
        put(header, 136, "00000000000\0");
        header[156] = '0';
        put(header, 257, "ustar\00000");
        java.util.Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        return header;
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }

    /** Output without a line's end, and much of it: copied, not collected. */
    @Test
    void endlessLinesPassThrough() {
        Outcome outcome = Outcome.command(
                "sh",
                "-c",
                "HULL_RUN_DIR=" + arena.product().runDirectory() + " HULL_DATA_DIR="
                        + arena.product().dataDirectory()
                        + " " + arena.product().process().command().getFirst() + " run --rm " + arena.image()
                        + " head -c 200000000 /dev/zero | wc -c");
        assertThat(outcome.succeeded().text().strip()).isEqualTo("200000000");
    }
}
