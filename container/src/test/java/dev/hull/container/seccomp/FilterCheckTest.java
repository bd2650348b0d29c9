package dev.hull.container.seccomp;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hull.launch.Argument;
import dev.hull.launch.Stage;
import dev.hull.launch.Step;
import dev.hull.linux.Architecture;
import dev.hull.linux.Errno;
import dev.hull.linux.Syscall;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FilterCheckTest {
    private static final Step CAPSET = Step.call(
            Stage.INIT,
            "hold the capabilities",
            Syscall.CAPSET,
            new Argument.Bytes(new byte[8]),
            new Argument.Bytes(new byte[24]));
    private static final Step PRCTL = Step.call(
            Stage.INIT,
            "die when the keeper dies",
            Syscall.PRCTL,
            Argument.value(1, "PR_SET_PDEATHSIG"),
            Argument.value(9));

    @Test
    void aFilterThatStopsItsOwnPlanIsRefusedBeforeTheStart() {
        assertThatThrownBy(() -> check(refusing("capset", List.of()), CAPSET))
                .hasMessageContaining("capset")
                .hasMessageContaining("hold the capabilities")
                .hasMessageContaining("ERRNO EPERM");
        assertThatThrownBy(() -> check(refusing("write", List.of()), CAPSET))
                .hasMessageContaining("report a failed start");
    }

    @Test
    void argumentsThatTheplanKnowsAreLookedAt() {
        SeccompArgument other = new SeccompArgument(0, 38, 0, SeccompOperator.EQ);
        SeccompArgument same = new SeccompArgument(0, 1, 0, SeccompOperator.EQ);
        assertThatCode(() -> check(refusing("prctl", List.of(other)), PRCTL)).doesNotThrowAnyException();
        assertThatThrownBy(() -> check(refusing("prctl", List.of(same)), PRCTL)).hasMessageContaining("prctl");
    }

    @Test
    void anArgumentKnownOnlyThenMustBeAllowedWhateverItIs() {
        SeccompArgument pointer = new SeccompArgument(1, 0, 0, SeccompOperator.NE);
        assertThatThrownBy(() -> check(refusing("capset", List.of(pointer)), CAPSET))
                .hasMessageContaining("capset");
    }

    private static void check(Seccomp seccomp, Step step) {
        FilterCheck.requireAdmitted(
                SeccompCompiler.compile(seccomp, Architecture.X86_64), Architecture.X86_64, List.of(step));
    }

    private static Seccomp refusing(String name, List<SeccompArgument> conditions) {
        SeccompRule rule = new SeccompRule(List.of(name), Verdict.errno(Errno.EPERM), conditions);
        return new Seccomp(Verdict.ALLOW, List.of(), Set.of(), List.of(rule));
    }
}
