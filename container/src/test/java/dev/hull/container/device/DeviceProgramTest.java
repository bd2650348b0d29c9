package dev.hull.container.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.linux.OpenFlags;
import dev.hull.linux.call.Bpf;
import dev.hull.linux.call.FileDescriptor;
import dev.hull.linux.call.Opening;
import dev.hull.linux.call.Pathname;
import dev.hull.linux.cgroup.CgroupHierarchies;
import dev.hull.linux.cgroup.CgroupLayout;
import dev.hull.linux.cgroup.Controller;
import dev.hull.linux.cgroup.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules in force: the program in a v2 cgroup of this kernel, the entries in a v1 one, tried by a shell inside. */
class DeviceProgramTest {
    enum Version {
        V1,
        V2
    }

    private final List<Path> made = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void removeCgroups() throws IOException {
        for (Path cgroup : made) {
            Files.delete(cgroup);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theDefaultsLetAContainersOwnDevicesBeUsedAndNoOther(Version version) throws Exception {
        Path join = enforce(version, DeviceRules.defaults());
        assertThat(run(join, ": </dev/null >/dev/null")).isZero();
        assertThat(run(join, "head -c 1 /dev/zero >/dev/null")).isZero();
        assertThat(run(join, "head -c 1 /dev/urandom >/dev/null")).isZero();
        assertThat(run(join, ": </dev/ptmx")).isZero();
        assertThat(run(join, "mknod " + folder + "/null c 1 3 && rm " + folder + "/null"))
                .isZero();
        assertThat(run(join, "mknod " + folder + "/disk b 8 0")).isNotZero();
        assertThat(run(join, "mknod " + folder + "/mem c 1 1")).isNotZero();
        assertThat(run(join, ": </dev/kmsg")).isNotZero();
    }

    @ParameterizedTest
    @EnumSource
    void aRuleAllowsWhatItNames(Version version) throws Exception {
        List<DeviceRule> rules = new ArrayList<>(DeviceRules.defaults());
        rules.addAll(DeviceRule.parse("b 8:* m"));
        rules.addAll(DeviceRule.parse("c 1:11 r"));
        Path join = enforce(version, rules);
        assertThat(run(join, "mknod " + folder + "/disk b 8 3")).isZero();
        assertThat(run(join, ": <" + folder + "/disk")).isNotZero();
        assertThat(run(join, "mknod " + folder + "/disk2 b 9 3")).isNotZero();
        assertThat(run(join, ": </dev/kmsg")).isZero();
        assertThat(run(join, ": >/dev/kmsg")).isNotZero();
    }

    @Test
    void theLastRuleThatSpeaksOfAnAccessDecidesIt() throws Exception {
        Path join = enforce(
                Version.V2,
                List.of(
                        DeviceRule.DENY_ALL,
                        rule(true, 1, DeviceRule.ANY, "rwm"),
                        rule(true, DeviceRule.ANY, 9, "r"),
                        rule(false, 1, 5, "w"),
                        rule(false, 1, 7, "rwm"),
                        rule(true, 1, 7, "r")));
        assertThat(run(join, ": </dev/null >/dev/null")).isZero();
        assertThat(run(join, ": </dev/zero")).isZero();
        assertThat(run(join, ": >/dev/zero")).isNotZero();
        assertThat(run(join, ": <>/dev/zero")).isNotZero();
        assertThat(run(join, ": </dev/urandom")).isZero();
        assertThat(run(join, ": </dev/full")).isZero();
        assertThat(run(join, ": >/dev/full")).isNotZero();
        assertThat(run(join, ": </dev/ptmx")).isNotZero();
    }

    @Test
    void anAccessMadeOfTwoKindsMayBeAllowedByTwoRules() throws Exception {
        Path join = enforce(
                Version.V2, List.of(DeviceRule.DENY_ALL, rule(true, 1, 5, "r"), rule(true, 1, DeviceRule.ANY, "w")));
        assertThat(run(join, ": <>/dev/zero")).isZero();
        assertThat(run(join, ": <>/dev/full")).isNotZero();
    }

    private static DeviceRule rule(boolean allow, int major, int minor, String access) {
        return new DeviceRule(allow, DeviceType.CHAR, major, minor, DeviceAccess.parse(access));
    }

    /** A cgroup with these rules; returns the file to join it by. */
    private Path enforce(Version version, List<DeviceRule> rules) throws Exception {
        String name = "/hull-test-devices-" + ProcessHandle.current().pid();
        CgroupLayout layout = CgroupLayout.of(CgroupHierarchies.discover(), name);
        Place place = version == Version.V2 ? layout.unified() : layout.placeOf(Controller.DEVICES);
        if (place == null || place.hierarchy().isV2() != (version == Version.V2)) {
            return Assumptions.abort("this host has no devices cgroup of " + version);
        }
        Path directory = Files.createDirectory(Path.of(place.directory()));
        made.add(directory);
        if (version == Version.V1) {
            for (DeviceEntries.Entry entry : DeviceEntries.of(rules)) {
                Files.writeString(directory.resolve(entry.file()), entry.text());
            }
        } else {
            int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY;
            try (FileDescriptor cgroup = Opening.open(Pathname.of(place.directory()), flags);
                    FileDescriptor program = Bpf.loadDeviceProgram(DeviceProgram.assemble(rules))) {
                Bpf.attach(cgroup, program);
            }
        }
        return Path.of(place.procsFile());
    }

    /** The exit status of a script run by a shell in the cgroup. */
    private static int run(Path join, String script) throws Exception {
        return new ProcessBuilder(
                        "sh",
                        "-c",
                        "exec 2>/dev/null; echo 0 > " + join + " || exit 99; (" + script + "); [ $? = 0 ] || exit 1")
                .start()
                .waitFor();
    }
}
