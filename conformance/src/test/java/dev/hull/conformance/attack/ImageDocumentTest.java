package dev.hull.conformance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.conformance.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an image's documents ask for. */
class ImageDocumentTest {
    private final Arena arena = Arena.open();

    @AfterEach
    void hostIsUntouched() {
        arena.close();
    }

    private Outcome run(String config, String manifestExtra, String script) throws IOException {
        Path layout = Layout.make(arena.product().state().resolve("layout"), arena.image(), config, manifestExtra);
        return arena.product().run("run", "--rm", layout.toString(), "sh", "-c", script);
    }

    @Test
    void anHonestLayoutRuns() throws IOException {
        assertThat(run(
                                "{\"Env\": [\"A=b\"], \"Volumes\": {\"/data\": {}}}",
                                "",
                                "echo $A; grep -c ' /data ' /proc/self/mountinfo")
                        .succeeded()
                        .lines())
                .containsExactly("b", "1");
    }

    /** CVE-2022-23648, CVE-2023-0778: a volume that the image names is filled from, or mounted on, a path outside. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../../../../../../..HOST",
                "../../../../../../../..HOST",
                "/link",
                "/link/deeper",
                "HOST",
                "/etc/../link",
                "/",
                "",
                "/proc",
                "/proc/self/cwd",
                "/dev/pts/../../link"
            })
    void aVolumeLiesInTheRoot(String volume) throws IOException {
        Files.createSymbolicLink(arena.image("link"), Path.of("../../../../../../../.." + arena.host()));
        String path = volume.replace("HOST", arena.host().toString());
        Outcome outcome =
                run("{\"Volumes\": {\"" + path + "\": {}}}", "", "cat '" + path + "/treasure'; cat /link/treasure");
        assertThat(outcome.text()).doesNotContain("untouched");
        assertThat(outcome.errorText()).doesNotContain("internal error");
    }

    /** CVE-2021-41190: a document that is a manifest to one reader and an index to the other. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"manifests\": [],",
                "\"manifests\": [{\"mediaType\": \"application/vnd.oci.image.manifest.v1+json\", \"digest\":"
                        + " \"sha256:00\", \"size\": 2}],",
                "\"mediaType\": \"application/vnd.oci.image.index.v1+json\",",
                "\"layers\": [],",
                "\"fsLayers\": [],"
            })
    void anAmbiguousDocumentIsRejected(String extra) throws IOException {
        Outcome outcome = run("{}", extra, "echo started");
        assertThat(outcome.status()).isEqualTo(125);
        assertThat(outcome.text()).isEmpty();
        assertThat(outcome.errorText()).startsWith("hull: ").doesNotContain("internal error");
    }

    /** CVE-2024-21626 as an image: its working directory is a descriptor of the runtime's. */
    @ParameterizedTest
    @ValueSource(strings = {"/proc/self/fd/3", "/proc/self/fd/5", "/proc/self/fd/7", "/proc/self/fd/8", "/proc/1/fd/7"})
    void theImagesWorkingDirectoryLiesInTheRoot(String directory) throws IOException {
        Outcome outcome = run("{\"WorkingDir\": \"" + directory + "\"}", "", "pwd; ls");
        assertThat(outcome.status()).isBetween(125, 127);
        assertThat(outcome.text()).isEmpty();
    }

    /** CVE-2024-40635: the image's user is a number that overflows to root. */
    @ParameterizedTest
    @ValueSource(strings = {"4294967296", "4294967296:0", "-4294967296", "18446744073709551616", "2147483648000:1"})
    void theImagesUserDoesNotOverflow(String user) throws IOException {
        Outcome outcome = run("{\"User\": \"" + user + "\"}", "", "id");
        assertThat(outcome.status()).isEqualTo(125);
        assertThat(outcome.text()).isEmpty();
    }
}
