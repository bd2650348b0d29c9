package dev.hull.conformance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.conformance.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** CVE-2024-21626: a descriptor of the host that is open in the container, or a working directory that lies outside. */
class LeakedDescriptorTest {
    private final Arena arena = Arena.open();

    @AfterEach
    void hostIsUntouched() {
        arena.close();
    }

    @Test
    void noDescriptorButTheStreamsIsOpen() {
        // the shell's own descriptor of the folder that it lists is the last
        assertThat(arena.script("for f in /proc/self/fd/*; do echo ${f##*/}; done")
                        .succeeded()
                        .lines())
                .startsWith("0", "1", "2")
                .hasSizeLessThanOrEqualTo(4);
        assertThat(arena.run(new String[0], "ls", "/proc/1/fd").succeeded().lines())
                .containsExactly("0", "1", "2", "3");
    }

    @Test
    void aDescriptorOfTheCallerStaysOutside() throws Exception {
        List<String> command = new ArrayList<>(arena.product()
                .process("run", "--rm", arena.image().toString(), "ls", "/proc/self/fd")
                .command());
        String line = "exec 7<" + arena.host() + " 8<" + arena.host() + "/treasure; exec \"$@\"";
        List<String> words = new ArrayList<>(List.of("sh", "-c", line, "sh"));
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().putAll(arena.product().process().environment());
        assertThat(Outcome.of(builder, new byte[0]).succeeded().lines()).containsExactly("0", "1", "2", "3");
    }

    @Test
    void noWorkingDirectoryLiesOutsideTheRoot() {
        for (int descriptor = 0; descriptor < 24; descriptor++) {
            Outcome outcome = arena.script("pwd; ls", "-w", "/proc/self/fd/" + descriptor);
            assertThat(outcome.status())
                    .as("descriptor %d: %s", descriptor, outcome.text())
                    .isBetween(125, 127);
            assertThat(outcome.text()).isEmpty();
        }
        Outcome outcome = arena.script("ls", "-w", "/proc/1/cwd/" + "../".repeat(20) + arena.host());
        assertThat(outcome.text()).doesNotContain("treasure");
    }
}
