package dev.hull.conformance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.conformance.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CVE-2026-17106, CVE-2021-32760, CVE-2021-41089: entries of an archive that lie, or lead, outside of its root. */
class ArchiveTest {
    /** Writes an archive with a shell and the entries told as {@code type:name:target}. */
    private static final String WRITER = """
        import io, sys, tarfile
        out = tarfile.open(sys.argv[1], "w")
        shell = open("/bin/busybox", "rb").read()
        for text in ["d:bin:", "f:bin/sh:"] + sys.argv[2].split(" "):
            kind, name, target = text.split(":", 2)
            entry = tarfile.TarInfo(name)
            entry.mode = 0o755
            data = None
            if kind == "f":
                data = shell if name == "bin/sh" else b"escaped"
                entry.size = len(data)
            elif kind == "d":
                entry.type = tarfile.DIRTYPE
            elif kind == "l":
                entry.type, entry.linkname = tarfile.SYMTYPE, target
            elif kind == "h":
                entry.type, entry.linkname = tarfile.LNKTYPE, target
            elif kind == "m":
                entry.type, entry.linkname, entry.mode = tarfile.DIRTYPE, "", 0o7777
            out.addfile(entry, io.BytesIO(data) if data is not None else None)
        out.close()
        """;

    private final Arena arena = Arena.open();

    @AfterEach
    void hostIsUntouched() {
        arena.close();
    }

    /** HOST stands for the host's folder, UP for a way up to the root. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "f:UP/HOST/escaped:",
                "f:/HOST/escaped:",
                "f:bin/../UP/HOST/escaped:",
                "l:link:/HOST f:link/escaped:",
                "l:link:UP/HOST f:link/escaped:",
                "l:a:. l:a/b:.. l:a/b/c:UP/HOST f:a/b/c/escaped:",
                "h:hard:/HOST/treasure f:hard:",
                "h:hard:UP/HOST/treasure f:hard:",
                "l:link:/HOST h:hard:link/treasure f:hard:",
                "l:link:/HOST/treasure h:hard:link f:hard:",
                "l:link:/HOST f:link/.wh.treasure:",
                "l:link:/HOST f:link/.wh..wh..opq:",
                "f:UP/HOST/.wh.treasure:",
                "l:link:/HOST m:link:",
                "d:dir: l:dir:/HOST f:dir/escaped:",
                "l:bin2:bin l:bin2:/HOST f:bin2/escaped:"
            })
    void entriesStayInTheRoot(String entries) {
        Path archive = arena.product().state().resolve("image.tar");
        String up = "../".repeat(19) + "..";
        String host = arena.host().toString().substring(1);
        String told = entries.replace("UP", up).replace("HOST", host);
        Outcome.command("python3", "-c", WRITER, archive.toString(), told).succeeded();
        Outcome outcome = arena.product().run("run", "--rm", archive.toString(), "sh", "-c", "echo started");
        arena.hostIsUntouched();
        if (outcome.status() == 0) {
            assertThat(outcome.text()).isEqualTo("started\n");
        } else {
            assertThat(outcome.status()).isEqualTo(125);
            assertThat(outcome.errorText()).startsWith("hull: ").doesNotContain("internal error");
        }
        assertThat(Files.isDirectory(arena.host())).isTrue();
    }
}
