package dev.hull.conformance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.conformance.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mount targets that lead out of the root, before or while they are resolved. */
class MountTargetTest {
    private final Arena arena = Arena.open();

    @AfterEach
    void hostIsUntouched() {
        arena.close();
    }

    /** CVE-2019-19921, CVE-2023-27561. */
    @Test
    void aLinkInTheImageLeadsAMountNowhereButIntoTheRoot() throws IOException {
        Path source = Files.createDirectory(arena.product().state().resolve("source"));
        Files.writeString(source.resolve("marker"), "mounted");
        Files.createSymbolicLink(arena.image("absolute"), arena.host());
        Files.createSymbolicLink(arena.image("climbing"), Path.of("../../../../../../../.." + arena.host()));
        Files.createSymbolicLink(arena.image("magic"), Path.of("/proc/self/root/tmp"));
        assertThat(arena.script("cat /tmp/plain/marker", "-v", source + ":/tmp/plain")
                        .succeeded()
                        .text())
                .isEqualTo("mounted");
        for (String target :
                List.of("/absolute", "/climbing", "/magic/x", "/absolute/deeper", "/etc/../../../../tmp/x")) {
            Outcome outcome = arena.script("cat " + target + "/marker", "-v", source + ":" + target);
            assertThat(outcome.status() == 0 ? outcome.text() : "refused").isIn("mounted", "refused");
            assertThat(outcome.errorText()).doesNotContain("internal error");
            arena.hostIsUntouched();
        }
    }

    /** CVE-2026-41579, CVE-2019-19921. */
    @ParameterizedTest
    @ValueSource(strings = {"proc", "sys", "dev"})
    void aLinkInsteadOfASystemDirectoryIsNotFollowed(String name) throws IOException {
        for (String target :
                List.of("/tmp", arena.host().toString(), "../../../../../../../.." + arena.host(), "tmp")) {
            Files.delete(arena.image(name));
            Files.createSymbolicLink(arena.image(name), Path.of(target));
            Outcome outcome = arena.script("true").exited(125);
            assertThat(outcome.errorText()).contains("/" + name).contains("ELOOP");
        }
    }

    /**
     * CVE-2021-30465: the target is a directory when it is looked at and a link when it is mounted on. Another process
     * swaps the two in a volume that both containers see.
     */
    @Test
    void aTargetSwappedWhileItIsResolvedStaysInside() throws Exception {
        Path volume = Files.createDirectory(arena.product().state().resolve("volume"));
        Path source = Files.createDirectory(arena.product().state().resolve("source"));
        Path target = Files.createDirectory(volume.resolve("target"));
        Path link = Files.createSymbolicLink(volume.resolve("link"), Path.of("../../../../../../../.." + arena.host()));
        AtomicBoolean stop = new AtomicBoolean();
        Thread swapper = Thread.ofPlatform().start(() -> {
            Path aside = volume.resolve("aside");
            while (!stop.get()) {
                try {
                    Files.move(target, aside);
                    Files.move(link, target);
                    Files.move(target, link);
                    Files.move(aside, target);
                } catch (IOException e) {
                    // the container made a directory where there was none: it is in the way now
                    clear(target);
                }
            }
        });
        try {
            for (int i = 0; i < 25; i++) {
                Outcome outcome = arena.script(
                        "ls -a /volume; grep -c /volume/ /proc/self/mountinfo",
                        "-v",
                        volume + ":/volume",
                        "-v",
                        source + ":/volume/target");
                assertThat(outcome.errorText()).doesNotContain("internal error");
                arena.hostIsUntouched();
            }
        } finally {
            stop.set(true);
            swapper.join();
        }
    }

    private static void clear(Path target) {
        try {
            Files.deleteIfExists(target);
            Path aside = target.resolveSibling("aside");
            if (Files.exists(aside)) {
                Files.move(aside, target);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining(target.getFileName().toString().substring(0, 1));
        }
    }
}
