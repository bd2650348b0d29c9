package dev.hull.launch.capsule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.launch.KeeperSettings.Flag;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Input: what the caller sends, and its end. */
class InputTest {
    private static final Flag[] INTERACTIVE = {Flag.STDIN, Flag.STDIN_ONCE, Flag.ATTACH_STDIN};

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
    void bringsInputAndItsEnd() throws Exception {
        Process client = kept.start(kept.shell("cat; echo end").with(INTERACTIVE));
        try (OutputStream input = client.getOutputStream()) {
            input.write("hello\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(kept.outcome(client).text()).isEqualTo("hello\nend\n");
    }

    @Test
    void bringsMuchInputFromPipeAndFile() throws Exception {
        Path file = kept.directory.resolve("file");
        Files.write(file, new byte[10_000_000]);
        for (String source : List.of("cat " + file + " | ", "< " + file + " ")) {
            List<String> command = kept.command(kept.plan("/usr/bin/wc", "-c").with(INTERACTIVE));
            Process shell = kept.start(List.of("/bin/sh", "-c", source + String.join(" ", command)));
            assertThat(kept.outcome(shell).text()).isEqualTo("10000000\n");
        }
    }

    @Test
    void hasNoneWithoutInteraction() throws Exception {
        Process client = kept.start(kept.shell("cat; echo end"));
        // the caller's stdin stays open: the program's is /dev/null
        assertThat(kept.outcome(client).text()).isEqualTo("end\n");
    }

    @Test
    void endsThoughTheCallersInputDoesNot() throws Exception {
        Process client = kept.start(kept.shell("exit 3").with(INTERACTIVE));
        assertThat(kept.outcome(client).status()).isEqualTo(3);
    }

    @Test
    void survivesAProgramThatClosesItsInput() throws Exception {
        List<String> command =
                kept.command(kept.shell("exec <&-; sleep 0.3; exit 6").with(INTERACTIVE));
        Process shell = kept.start(List.of("/bin/sh", "-c", "cat /dev/zero | " + String.join(" ", command)));
        assertThat(kept.outcome(shell).status()).isEqualTo(6);
    }
}
