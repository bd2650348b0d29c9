package dev.hull.conformance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.conformance.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same attacks by way of exec, which enters a container that is the attacker's already. */
class ExecTest {
    private final Arena arena = Arena.open();

    @BeforeEach
    void start() {
        arena.product()
                .run(
                        "run",
                        "-d",
                        "--name",
                        "victim",
                        "-u",
                        "1000",
                        arena.image().toString(),
                        "sleep",
                        "600")
                .succeeded();
    }

    @AfterEach
    void hostIsUntouched() {
        arena.close();
    }

    private Outcome exec(String... words) {
        String[] line = new String[words.length + 1];
        line[0] = "exec";
        System.arraycopy(words, 0, line, 1, words.length);
        return arena.product().run(line);
    }

    /** CVE-2026-30892: a user that cannot be read or does not exist must not become root. */
    @ParameterizedTest
    @ValueSource(strings = {"4294967296", "4294967295", "-1", "0x0", " 0", "nosuch", "1000:nosuch", "root:"})
    void aUserThatIsNoneIsAnError(String user) {
        Outcome outcome = exec("-u", user, "victim", "id");
        assertThat(outcome.status()).isNotZero();
        assertThat(outcome.text()).isEmpty();
    }

    /** CVE-2022-29162, CVE-2022-24769. */
    @Test
    void powersAreTheContainers() {
        assertThat(exec("victim", "grep", "-E", "^(CapInh|CapEff|CapBnd|CapAmb|Seccomp):", "/proc/self/status")
                        .succeeded()
                        .lines())
                .containsExactly(
                        "CapInh:\t0000000000000000",
                        "CapEff:\t0000000000000000",
                        "CapBnd:\t00000000a80425fb",
                        "CapAmb:\t0000000000000000",
                        "Seccomp:\t2");
        assertThat(exec("-u", "0", "victim", "grep", "-E", "^Cap(Inh|Eff):", "/proc/self/status")
                        .succeeded()
                        .lines())
                .containsExactly("CapInh:\t0000000000000000", "CapEff:\t00000000a80425fb");
    }

    /** CVE-2024-21626. */
    @Test
    void noDescriptorComesAlongAndNoWorkingDirectoryLiesOutside() {
        assertThat(exec("victim", "ls", "/proc/self/fd").succeeded().lines()).containsExactly("0", "1", "2", "3");
        for (int descriptor = 0; descriptor < 16; descriptor++) {
            Outcome outcome = exec("-w", "/proc/self/fd/" + descriptor, "victim", "sh", "-c", "pwd; ls");
            assertThat(outcome.status())
                    .as("descriptor %d: %s", descriptor, outcome.text())
                    .isBetween(125, 127);
            assertThat(outcome.text()).isEmpty();
        }
    }

    /** The devices that the container may not use are not exec's either. */
    @Test
    void devicesAreTheContainers() {
        assertThat(exec("-u", "0", "victim", "mknod", "/tmp/d", "c", "1", "1").errorText())
                .contains("not permitted");
    }
}
