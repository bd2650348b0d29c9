package dev.hull.conformance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.conformance.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The caller's terminal and the container's console. script(1) gives the caller a terminal of its own. */
class TerminalTest {
    private final Arena arena = Arena.open();

    @AfterEach
    void hostIsUntouched() {
        arena.close();
    }

    private Outcome onTerminal(String options, String script) {
        List<String> hull = arena.product().process().command();
        String line = hull.getFirst() + " run --rm " + options + " " + arena.image() + " sh -c \"" + script + "\"";
        ProcessBuilder builder = new ProcessBuilder("script", "-qec", line, "/dev/null");
        builder.environment().putAll(arena.product().process().environment());
        return Outcome.of(builder, new byte[0]);
    }

    /** CVE-2025-52565: /dev/console in the image is a link: what is bound on it would be bound on its target. */
    @Test
    void theConsoleIsTheContainersTerminal() throws IOException {
        Files.createSymbolicLink(arena.image("dev/console"), Path.of("/proc/sys/kernel/core_pattern"));
        Outcome outcome = onTerminal("-t", "tty; stat -c %t /dev/console; grep -c core_pattern /proc/self/mountinfo");
        // major 0x88 is a pseudo terminal's
        assertThat(outcome.lines()).containsExactly("/dev/pts/0", "88", "0");
    }

    /** CVE-2017-5226: TIOCSTI types into the caller's shell what it executes when the container has ended. */
    @Test
    void theCallersTerminalNeverComesInside() {
        for (String options : List.of("", "-t", "-i")) {
            Outcome outcome = onTerminal(
                    options,
                    "for f in 0 1 2; do readlink /proc/self/fd/\\$f; done; (: </dev/tty) 2>/dev/null && tty </dev/tty"
                            + " || echo none");
            List<String> lines = outcome.lines();
            if (options.equals("-t")) {
                assertThat(lines).containsExactly("/dev/pts/0", "/dev/pts/0", "/dev/pts/0", "/dev/tty");
            } else {
                assertThat(lines).hasSize(4).endsWith("none").noneMatch(line -> line.contains("pts"));
            }
        }
    }
}
