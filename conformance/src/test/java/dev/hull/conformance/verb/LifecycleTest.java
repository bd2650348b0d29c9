package dev.hull.conformance.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.conformance.Outcome;
import dev.hull.conformance.Product;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The verbs on one container after the other, as a user types them. */
class LifecycleTest {
    private Product product;

    @BeforeEach
    void begin() {
        product = Product.fresh();
    }

    @AfterEach
    void end() {
        product.close();
    }

    private String out(String... words) {
        return product.run(words).succeeded().text().strip();
    }

    @Test
    void passesOutputAndExitStatusOn() {
        assertThat(out("run", "--rm", "host", "--", "id", "-u")).isEqualTo("0");
        product.run("run", "--rm", "host", "sh", "-c", "exit 3").exited(3);
        // Process 1 of a pid namespace is spared its own signals; another one is not.
        product.run("run", "--rm", "--pid", "host", "host", "sh", "-c", "kill -9 $$")
                .exited(137);
        Outcome missing = product.run("run", "--rm", "host", "no-such-command").exited(127);
        assertThat(missing.errorText().lines()).hasSize(1);
        product.run("run", "--rm", "host", "/etc/passwd").exited(126);
    }

    @Test
    void feedsStdinToItsEnd() {
        byte[] input = "a\nb\n".repeat(5000).getBytes(StandardCharsets.UTF_8);
        assertThat(product.runWithInput(input, "run", "-i", "--rm", "host", "cat")
                        .succeeded()
                        .output())
                .isEqualTo(input);
    }

    @Test
    void keepsBytesOfArgumentsThatAreNoUtf8() {
        ProcessBuilder shell = product.process();
        shell.command(
                "sh",
                "-c",
                Product.command()
                        + " run --rm -e \"X=$(printf 'e\\377')\" host sh -c 'printf %s \"$0$X\"' \"$(printf"
                        + " 'a\\377b')\"");
        assertThat(Outcome.of(shell, new byte[0]).succeeded().output()).containsExactly('a', 0xff, 'b', 'e', 0xff);
    }

    @Test
    void goesThroughALife() {
        String id = out("run", "-d", "--name", "web", "-l", "tier=front", "host", "sleep", "1000");
        assertThat(id).matches("[0-9a-f]{64}");
        assertThat(out("ps", "--format", "{{.Names}} {{.State}} {{.Label \"tier\"}}"))
                .isEqualTo("web running front");
        assertThat(out("ps", "-q", "--no-trunc", "--filter", "label=tier=front"))
                .isEqualTo(id);
        assertThat(out("ps", "-q", "--filter", "name=nothing")).isEmpty();
        assertThat(out("inspect", "-f", "{{.Id}} {{.State.Running}} {{json .Config.Labels}}", "web"))
                .isEqualTo(id + " true {\"tier\":\"front\"}");
        assertThat(out("exec", "web", "sh", "-c", "echo inside; exit 0")).isEqualTo("inside");
        product.run("exec", "web", "sh", "-c", "exit 5").exited(5);
        assertThat(out("top", "web")).contains("sleep 1000");
        assertThat(out("pause", "web")).isEqualTo("web");
        assertThat(out("ps", "--format", "{{.State}}")).isEqualTo("paused");
        out("unpause", "web");
        out("rename", "web", "old");
        assertThat(out("stop", "-t", "0", "old")).isEqualTo("old");
        assertThat(out("wait", "old")).isEqualTo("137");
        assertThat(out("ps", "-a", "--format", "{{.Status}}")).startsWith("Exited (137)");
        out("start", "old");
        assertThat(out("ps", "--format", "{{.Names}}")).isEqualTo("old");
        product.run("rm", "old").exited(125);
        assertThat(out("rm", "-f", "old")).isEqualTo("old");
        assertThat(out("ps", "-aq")).isEmpty();
        assertThat(out("events", "--since", "1h", "--until", "0s", "--format", "{{.Action}}"))
                .contains("create", "start", "pause", "unpause", "rename", "die", "destroy");
    }

    @Test
    void showsTheLogByStreamWithTimesAndFromTheEnd() {
        out("create", "--name", "job", "host", "sh", "-c", "echo one; echo two >&2; echo three");
        out("start", "job");
        assertThat(out("wait", "job")).isEqualTo("0");
        Outcome logs = product.run("logs", "job").succeeded();
        assertThat(logs.text()).isEqualTo("one\nthree\n");
        assertThat(logs.errorText()).isEqualTo("two\n");
        Outcome last = product.run("logs", "-n", "1", "job").succeeded();
        assertThat((last.text() + last.errorText()).lines()).hasSize(1);
        assertThat(product.run("logs", "-t", "job").succeeded().text().lines())
                .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z (one|three)"));
        assertThat(product.run("logs", "-f", "job").succeeded().text()).isEqualTo("one\nthree\n");
    }

    @Test
    void keepsVolumesBetweenContainers() {
        assertThat(out("volume", "create", "--label", "a=1", "data")).isEqualTo("data");
        out("run", "--rm", "-v", "data:/mnt", "host", "sh", "-c", "echo kept >/mnt/file");
        assertThat(out("run", "--rm", "-v", "data:/mnt:ro", "host", "cat", "/mnt/file"))
                .isEqualTo("kept");
        assertThat(out("volume", "ls", "-q", "--filter", "label=a")).isEqualTo("data");
        assertThat(out("volume", "inspect", "-f", "{{.Name}} {{.Labels.a}}", "data"))
                .isEqualTo("data 1");
        assertThat(out("volume", "rm", "data")).isEqualTo("data");
        product.run("volume", "inspect", "data").exited(125);
    }

    @Test
    void copiesInAndOut() throws IOException {
        Path file = Files.writeString(product.state().resolve("in"), "copied");
        out("create", "--name", "box", "host", "true");
        out("cp", file.toString(), "box:/srv/in");
        out("cp", "box:/srv/in", product.state().resolve("out").toString());
        assertThat(product.state().resolve("out")).hasContent("copied");
        assertThat(out("diff", "box")).contains("A /srv/in");
        product.run("cp", "box:/nowhere", "/tmp").exited(125);
    }

    @Test
    void explainsWithoutMakingAnything() {
        assertThat(out("explain", "host", "true")).contains("execve(\"/usr/bin/true\"");
        assertThat(out("explain", "--format", "json", "host", "true")).startsWith("{");
        assertThat(out("ps", "-aq")).isEmpty();
    }

    @Test
    void prunesWhatDoesNotRun() {
        out("run", "-d", "--name", "stays", "host", "sleep", "1000");
        out("create", "--name", "goes", "host", "true");
        assertThat(out("container", "prune", "-f")).startsWith("Deleted Containers:");
        assertThat(out("ps", "-a", "--format", "{{.Names}}")).isEqualTo("stays");
    }
}
