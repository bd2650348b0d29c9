package dev.hull.container.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceRuleTest {
    @Test
    void readsWhatDockerReads() {
        assertThat(DeviceRule.parse("c 10:200 rwm")).map(DeviceRule::toString).containsExactly("c 10:200 rwm");
        assertThat(DeviceRule.parse("b 8:* mr")).map(DeviceRule::toString).containsExactly("b 8:* rm");
        assertThat(DeviceRule.parse("c *:* m")).map(DeviceRule::toString).containsExactly("c *:* m");
    }

    /** v1's controller would take "a 8:1 r" for every device and every access. */
    @Test
    void ofAllTypesMeansTheNumbersGivenAndNoMore() {
        assertThat(DeviceRule.parse("a 8:1 r")).map(DeviceRule::toString).containsExactly("b 8:1 r", "c 8:1 r");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c",
                "c 1:3",
                "d 1:3 r",
                "c 1 3 r",
                "c 1:3 x",
                "c 1:3 rr",
                "c 1:3 ",
                "c -1:3 r",
                "c 5000:1 r",
                "c 1:99999999999 r",
                "c :3 r",
                "c  1:3 r",
                "c 1:3 rwmr",
                "cc 1:3 r"
            })
    void refusesTheRestAndSaysWhich(String text) {
        assertThatThrownBy(() -> DeviceRule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void v1CannotCutAPieceOutOfAWiderPermission() {
        List<DeviceRule> rules = List.of(
                DeviceRule.DENY_ALL,
                new DeviceRule(true, DeviceType.CHAR, 1, DeviceRule.ANY, DeviceAccess.ALL),
                new DeviceRule(false, DeviceType.CHAR, 1, 5, DeviceAccess.parse("w")));
        assertThatThrownBy(() -> DeviceEntries.of(rules))
                .hasMessageContaining("'c 1:5 w'")
                .hasMessageContaining("'c 1:* rwm'");
    }

    @Test
    void v1BeginsWithADenialEvenIfTheListDoesNot() {
        List<DeviceRule> rules = List.of(new DeviceRule(true, DeviceType.CHAR, 1, 3, DeviceAccess.ALL));
        assertThat(DeviceEntries.of(rules))
                .containsExactly(
                        new DeviceEntries.Entry("devices.deny", "a *:* rwm"),
                        new DeviceEntries.Entry("devices.allow", "c 1:3 rwm"));
    }

    @Test
    void readsTheHostsNodes() throws Exception {
        DeviceNode node = HostDevices.read("/dev/full", "/dev/brim").getFirst();
        assertThat(node.path()).isEqualTo("/dev/brim");
        assertThat(node.type()).isEqualTo(DeviceType.CHAR);
        assertThat(node.major()).isEqualTo(1);
        assertThat(node.minor()).isEqualTo(7);
        assertThat(HostDevices.read("/dev", "/host"))
                .contains(new DeviceNode("/host/null", DeviceType.CHAR, 1, 3, 0666, 0, 0))
                .noneMatch(found ->
                        found.path().startsWith("/host/pts") || found.path().startsWith("/host/fd"));
    }

    @Test
    void refusesWhatIsNoDevice() {
        assertThatThrownBy(() -> HostDevices.read("/dev/nonesuch", "/dev/x")).hasMessageContaining("no such device");
        assertThatThrownBy(() -> HostDevices.read("/etc/passwd", "/dev/x")).hasMessageContaining("neither a device");
        assertThatThrownBy(() -> HostDevices.read("/usr/lib/os-release", "/dev/x"))
                .hasMessageContaining("-v");
    }
}
