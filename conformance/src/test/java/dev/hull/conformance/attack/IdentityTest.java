package dev.hull.conformance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.conformance.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users, groups and capabilities that turn out to be more than was asked for. */
class IdentityTest {
    private final Arena arena = Arena.open();

    @AfterEach
    void hostIsUntouched() {
        arena.close();
    }

    /** CVE-2024-40635, CVE-2026-30892: what does not fit or does not exist must not become root. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "4294967296",
                "4294967295",
                "-1",
                "+0",
                "0x0",
                "00x",
                " 0",
                "99999999999999999999",
                "18446744073709551616",
                "nosuch",
                "1000:4294967296",
                "1000:nosuch",
                "1000:-1",
                ":",
                "root:",
                "ро\u043et"
            })
    void aUserThatIsNoneIsAnError(String user) {
        Outcome outcome = arena.script("id", "-u", user).exited(125);
        assertThat(outcome.text()).isEmpty();
        assertThat(outcome.errorText()).contains("look up");
    }

    /** CVE-2022-36109, CVE-2024-40635: the groups are the ones asked for, whatever the caller belongs to. */
    @Test
    void theCallersGroupsStayOutside() {
        assertThat(withGroups("id", "-G").lines()).containsExactly("0");
        assertThat(withGroups("-u", "1000", "id", "-G").lines()).containsExactly("1000");
        assertThat(withGroups("-u", "1000:7", "id", "-G").lines()).containsExactly("7");
        assertThat(withGroups("-u", "user", "--group-add", "12", "id", "-G")
                        .lines()
                        .getFirst()
                        .split(" "))
                .containsExactlyInAnyOrder("1000", "12");
    }

    private Outcome withGroups(String... words) {
        List<String> line = new ArrayList<>(List.of("setpriv", "--groups", "4,5,6"));
        line.addAll(arena.product().process("run", "--rm").command());
        boolean named = false;
        for (String word : words) {
            if (word.equals("id")) {
                line.add(arena.image().toString());
                named = true;
            }
            line.add(word);
        }
        assertThat(named).isTrue();
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(arena.product().process().environment());
        return Outcome.of(builder, new byte[0]).succeeded();
    }

    /** CVE-2022-29162, CVE-2022-24769: inheritable capabilities come back through a file that has them. */
    @Test
    void inheritableAndAmbientCapabilitiesAreEmpty() {
        for (String[] options : new String[][] {{}, {"-u", "1000"}, {"--cap-add", "NET_ADMIN"}, {"--privileged"}}) {
            assertThat(arena.script("grep -E '^Cap(Inh|Amb)' /proc/self/status", options)
                            .succeeded()
                            .lines())
                    .containsExactly("CapInh:\t0000000000000000", "CapAmb:\t0000000000000000");
        }
        assertThat(arena.script("grep -E '^Cap(Prm|Eff)' /proc/self/status", "-u", "1000")
                        .succeeded()
                        .lines())
                .containsExactly("CapPrm:\t0000000000000000", "CapEff:\t0000000000000000");
    }

    /** A preset that says nothing gives what docker gives, and no more; CVE-2022-0492 needs CAP_SYS_ADMIN. */
    @Test
    void theDefaultPowersAreTheEcosystems() {
        assertThat(arena.script("grep -E '^(CapBnd|CapEff|Seccomp):' /proc/self/status")
                        .succeeded()
                        .lines())
                .containsExactly("CapEff:\t00000000a80425fb", "CapBnd:\t00000000a80425fb", "Seccomp:\t2");
    }

    /** With no_new_privs a set-uid program gains nothing. */
    @Test
    void noNewPrivilegesHolds() {
        assertThat(arena.script("grep NoNewPrivs /proc/self/status", "--security-opt", "no-new-privileges")
                        .succeeded()
                        .text()
                        .strip())
                .isEqualTo("NoNewPrivs:\t1");
    }

    /** A confinement that this host cannot apply is an error, never dropped. */
    @Test
    void aProfileThatCannotBeAppliedIsRefused() {
        assertThat(arena.script("true", "--security-opt", "apparmor=hull-test")
                        .exited(125)
                        .errorText())
                .contains("AppArmor");
        assertThat(arena.script("true", "--security-opt", "label=type:hull_t")
                        .exited(125)
                        .errorText())
                .contains("SELinux");
        assertThat(arena.script("true", "--security-opt", "seccomp=/nonexistent")
                        .exited(125)
                        .errorText())
                .contains("/nonexistent");
        assertThat(arena.script("true", "--security-opt", "unknown=x")
                        .exited(125)
                        .errorText())
                .contains("unknown");
    }
}
