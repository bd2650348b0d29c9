package dev.hull.conformance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** CVE-2018-15664, CVE-2026-41568: cp into and out of a container that swaps directories for links that lead out. */
class CopyTest {
    private final Arena arena = Arena.open();

    @AfterEach
    void hostIsUntouched() {
        arena.close();
    }

    @Test
    void linksOfTheContainerLeadNowhereButIntoTheContainer() throws IOException {
        Files.createSymbolicLink(arena.image("out"), arena.host());
        Files.createSymbolicLink(arena.image("climb"), Path.of("../../../../../../../.." + arena.host()));
        Files.createSymbolicLink(arena.image("file"), arena.host().resolve("treasure"));
        arena.product()
                .run("create", "--name", "trap", arena.image().toString(), "true")
                .succeeded();
        Path source = Files.writeString(arena.product().state().resolve("payload"), "payload");
        arena.product().run("cp", source.toString(), "trap:/tmp/inside").succeeded();
        assertThat(arena.product()
                        .run("cp", "trap:/tmp/inside", "-")
                        .succeeded()
                        .text())
                .contains("payload");
        for (String target : new String[] {"/out/treasure", "/out/new", "/climb/new", "/file", "/out"}) {
            arena.product().run("cp", source.toString(), "trap:" + target);
            arena.hostIsUntouched();
        }
        Path taken = Files.createDirectory(arena.product().state().resolve("taken"));
        for (String from : new String[] {"/out/treasure", "/climb/treasure", "/file"}) {
            arena.product().run("cp", "-L", "trap:" + from, taken.toString());
            try (var files = Files.list(taken)) {
                for (Path file : files.toList()) {
                    assertThat(Files.isRegularFile(file) ? Files.readString(file) : "")
                            .doesNotContain("untouched");
                }
            }
        }
    }

    @Test
    void aDirectorySwappedWhileItIsCopiedStaysInside() throws IOException {
        Files.writeString(
                arena.image("swap"),
                "mkdir /d; ln -s ../../../../../../../.." + arena.host()
                        + " /l; while :; do mv /d /x; mv /l /d; mv /d /l; mv /x /d; done");
        arena.product()
                .run("run", "-d", "--name", "swapper", arena.image().toString(), "sh", "/swap")
                .succeeded();
        Path source = Files.writeString(arena.product().state().resolve("payload"), "payload");
        Path taken = Files.createDirectory(arena.product().state().resolve("taken"));
        for (int i = 0; i < 25; i++) {
            arena.product().run("cp", source.toString(), "swapper:/d/payload");
            arena.hostIsUntouched();
            arena.product().run("cp", "swapper:/d/treasure", taken.toString());
            assertThat(taken.resolve("treasure")).doesNotExist();
        }
    }
}
