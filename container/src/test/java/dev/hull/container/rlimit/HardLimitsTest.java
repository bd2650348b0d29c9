package dev.hull.container.rlimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hull.container.capability.CapabilitySet;
import dev.hull.container.capability.HeldCapabilities;
import dev.hull.linux.Rlimit;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HardLimitsTest {
    private static final HardLimits LIMITS = new HardLimits(Map.of(Rlimit.RLIMIT_NOFILE, 4096L));

    @Test
    void readsEveryResourceOfThisProcess() throws Exception {
        HardLimits own = HardLimits.ofThisProcess();
        assertThat(own.byResource()).containsOnlyKeys(Rlimit.values());
        Process shell = new ProcessBuilder("sh", "-c", "ulimit -H -n; ulimit -H -c; ulimit -H -t").start();
        String[] shown = new String(shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                .split("\n", -1);
        assertThat(text(own, Rlimit.RLIMIT_NOFILE)).isEqualTo(shown[0]);
        assertThat(text(own, Rlimit.RLIMIT_CORE)).isEqualTo(shown[1]);
        assertThat(text(own, Rlimit.RLIMIT_CPU)).isEqualTo(shown[2]);
    }

    private static String text(HardLimits limits, Rlimit resource) {
        Long hard = limits.byResource().get(resource);
        return hard == null || hard == -1 ? "unlimited" : hard.toString();
    }

    @Test
    void aHigherHardLimitTakesCapSysResource() {
        HeldCapabilities nothing = new HeldCapabilities(CapabilitySet.NONE, CapabilitySet.NONE, 40);
        HeldCapabilities all = nothing.inNewUserNamespace();
        assertThatThrownBy(() -> LIMITS.requireSettable(Rlimit.RLIMIT_NOFILE, 4097, nothing))
                .hasMessage("--ulimit nofile: the hard limit 4097 is above hull's own, 4096, and raising it takes"
                        + " CAP_SYS_RESOURCE, which hull does not hold; give at most 4096");
        assertThatThrownBy(() -> LIMITS.requireSettable(Rlimit.RLIMIT_NOFILE, Rlimit.RLIM_INFINITY, nothing))
                .hasMessageContaining("unlimited");
        assertThatCode(() -> LIMITS.requireSettable(Rlimit.RLIMIT_NOFILE, 4096, nothing))
                .doesNotThrowAnyException();
        assertThatCode(() -> LIMITS.requireSettable(Rlimit.RLIMIT_NOFILE, 5000, all))
                .doesNotThrowAnyException();
    }
}
