package dev.hull.conformance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.conformance.Outcome;
import dev.hull.conformance.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * CVE-2019-5736: /proc/PID/exe of a process that runs a program of the host leads to the host's file, and root in the
 * container may overwrite what every later container is started by.
 */
class HostProgramTest {
    /** Opens every program that is not the image's own for writing, without writing. */
    private static final String ATTACK = """
        for p in /proc/[0-9]*; do
          exe=$(readlink $p/exe 2>/dev/null) || continue
          case $exe in */busybox) continue;; esac
          (: >>$p/exe) 2>/dev/null && echo "writable: $exe"
        done
        """;

    private static final Path CAPSULE = Product.command().resolveSibling("target/hull/capsule");

    private final Arena arena = Arena.open();
    private byte[] capsule = new byte[0];

    @BeforeEach
    void remember() throws IOException {
        capsule = Files.readAllBytes(CAPSULE);
    }

    @AfterEach
    void hostIsUntouched() throws IOException {
        arena.close();
        assertThat(Files.readAllBytes(CAPSULE)).isEqualTo(capsule);
    }

    /** The capsule executed as the image's command is a program that refuses, not a performer of the image's plans. */
    @Test
    void theImagesCommandIsTheCapsuleItself() throws IOException {
        Outcome outcome = arena.run(new String[0], "/proc/self/exe");
        assertThat(outcome.status()).isNotZero();
        Files.writeString(arena.image("plan"), "not a plan");
        assertThat(arena.run(new String[0], "/proc/self/exe", "/plan").status()).isNotZero();
    }

    /** It waits for a plan in a fifo, as pid 1, while another container in its pid namespace opens /proc/1/exe. */
    @Test
    void aCapsuleThatRunsInsideCannotBeOpenedForWriting() {
        Outcome.command("mkfifo", arena.image("fifo").toString()).succeeded();
        arena.product()
                .run("run", "-d", "--name", "bait", arena.image().toString(), "/proc/self/exe", "/fifo")
                .succeeded();
        // the bait is there, and it is the capsule
        assertThat(arena.script("readlink /proc/1/exe", "--pid", "container:bait", "--cap-add", "SYS_PTRACE")
                        .succeeded()
                        .text())
                .contains("capsule");
        Outcome attack = arena.script(ATTACK, "--pid", "container:bait", "--cap-add", "SYS_PTRACE");
        assertThat(attack.text()).isEmpty();
    }

    /**
     * CVE-2016-9962, CVE-2019-5736: what enters a running container by exec is on its way in for a moment, with the
     * host's powers and descriptors. The container's root watches for it all the time.
     */
    @Test
    void whatEntersByExecShowsNothingOfTheHost() throws IOException {
        Files.writeString(arena.image("watch"), """
            while :; do
              for p in /proc/[0-9]*; do
                exe=$(readlink $p/exe 2>/dev/null) || continue
                case $exe in */busybox) continue;; esac
                echo "seen: $exe"
                (: >>$p/exe) 2>/dev/null && echo writable
                ls -l $p/fd
              done
            done >>/log 2>/dev/null
            """);
        arena.product()
                .run("run", "-d", "--name", "watcher", arena.image().toString(), "sh", "/watch")
                .succeeded();
        for (int i = 0; i < 20; i++) {
            arena.product().run("exec", "watcher", "true").succeeded();
        }
        String log = arena.product()
                .run("exec", "watcher", "cat", "/log")
                .succeeded()
                .text();
        assertThat(log)
                .doesNotContain("writable")
                .doesNotContain(arena.product().state().toString());
    }
}
