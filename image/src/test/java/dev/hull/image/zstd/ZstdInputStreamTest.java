package dev.hull.image.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hull.image.Shell;
import dev.hull.image.Workspace;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What zstd(1) compresses comes out as it was. */
class ZstdInputStreamTest {
    private static final long SEED = 20260701;

    @RegisterExtension
    final Workspace workspace = new Workspace();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--fast=5",
                "-1",
                "-3",
                "-6",
                "-9",
                "-15",
                "-19",
                "--ultra -22",
                "-3 --long=27",
                "-3 -B1KB",
                "-1 --no-check"
            })
    void readsEveryLevel(String options) throws Exception {
        byte[] content = content(3 << 20);
        assertThat(decompress(compress(content, options))).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 255, 256, 257, 1000, 65535, 65536, 131071, 131072, 131073, 400_000})
    void readsEverySize(int size) throws Exception {
        byte[] content = Arrays.copyOf(content(size + 1), size);
        assertThat(decompress(compress(content, "-3"))).isEqualTo(content);
        assertThat(decompress(compress(new byte[size], "-19"))).isEqualTo(new byte[size]);
    }

    @Test
    void readsIncompressibleData() throws Exception {
        byte[] content = new byte[1 << 20];
        new Random(SEED).nextBytes(content);
        assertThat(decompress(compress(content, "-3"))).isEqualTo(content);
    }

    @Test
    void readsRealPrograms() throws Exception {
        Path program = Path.of("/bin/bash");
        byte[] content = Files.readAllBytes(program);
        assertThat(decompress(compress(content, "-19"))).isEqualTo(content);
        assertThat(decompress(compress(content, "-1"))).isEqualTo(content);
    }

    @Test
    void readsFramesOneAfterTheOtherAndSkipsSkippable() throws Exception {
        byte[] content = content(100_000);
        byte[] frame = compress(content, "-3");
        byte[] skippable = {0x53, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 9, 9, 9};
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(skippable);
        all.write(frame);
        all.write(skippable);
        all.write(frame);
        byte[] twice = Arrays.copyOf(content, 2 * content.length);
        System.arraycopy(content, 0, twice, content.length, content.length);
        assertThat(decompress(all.toByteArray())).isEqualTo(twice);
    }

    @Test
    void refusesEveryCut() throws Exception {
        byte[] frame = compress(content(20_000), "-3");
        for (int length = 1; length < frame.length; length++) {
            byte[] cut = Arrays.copyOf(frame, length);
            assertThatThrownBy(() -> decompress(cut)).as("cut at " + length).isInstanceOf(IOException.class);
        }
    }

    @Test
    void damageIsAnErrorNeverAnotherContent() throws Exception {
        byte[] content = content(60_000);
        byte[] frame = compress(content, "-9");
        Random random = new Random(SEED);
        for (int i = 0; i < 4000; i++) {
            byte[] damaged = frame.clone();
            int flips = 1 + random.nextInt(3);
            for (int flip = 0; flip < flips; flip++) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                assertThat(decompress(damaged)).as("seed %d, round %d", SEED, i).isEqualTo(content);
            } catch (IOException e) {
                assertThat(e)
                        .as("seed %d, round %d", SEED, i)
                        .isInstanceOfAny(ZstdException.class, java.io.EOFException.class);
            }
        }
    }

    @Test
    void refusesDictionariesAndHugeWindows() {
        assertThatThrownBy(() -> decompress(bytes(0x28, 0xB5, 0x2F, 0xFD, 0x01, 0x58, 0x07, 1, 0, 0)))
                .hasMessageContaining("dictionary");
        assertThatThrownBy(() -> decompress(bytes(0x28, 0xB5, 0x2F, 0xFD, 0x00, 0xF8, 1, 0, 0)))
                .hasMessageContaining("window");
        assertThatThrownBy(() -> decompress(bytes(1, 2, 3, 4))).hasMessageContaining("no frame begins");
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** Text-like: words of a small vocabulary, numbers, runs. */
    private static byte[] content(int size) {
        Random random = new Random(SEED);
        ByteArrayOutputStream out = new ByteArrayOutputStream(size);
        while (out.size() < size) {
            switch (random.nextInt(4)) {
                case 0 ->
                    out.writeBytes(
                            ("word" + random.nextInt(200) + " ").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                case 1 ->
                    out.writeBytes(
                            Long.toString(random.nextLong()).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                case 2 -> out.writeBytes(new byte[random.nextInt(300)]);
                default -> {
                    byte[] noise = new byte[random.nextInt(20)];
                    random.nextBytes(noise);
                    out.writeBytes(noise);
                }
            }
        }
        return Arrays.copyOf(out.toByteArray(), size);
    }

    private byte[] compress(byte[] content, String options) throws IOException, InterruptedException {
        Files.write(workspace.path().resolve("plain"), content);
        Shell.run(workspace.path(), "zstd -q -f " + options + " plain -o packed");
        return Files.readAllBytes(workspace.path().resolve("packed"));
    }

    private static byte[] decompress(byte[] packed) throws IOException {
        try (InputStream in = new ZstdInputStream(new BufferedInputStream(new ByteArrayInputStream(packed)))) {
            return in.readAllBytes();
        }
    }
}
