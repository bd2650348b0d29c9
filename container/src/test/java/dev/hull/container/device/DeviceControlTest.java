package dev.hull.container.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.linux.OpenFlags;
import dev.hull.linux.call.Bpf;
import dev.hull.linux.call.FileDescriptor;
import dev.hull.linux.call.Opening;
import dev.hull.linux.call.Pathname;
import dev.hull.linux.cgroup.CgroupAct;
import dev.hull.linux.cgroup.CgroupHierarchies;
import dev.hull.linux.cgroup.CgroupLayout;
import dev.hull.linux.cgroup.Controller;
import dev.hull.linux.cgroup.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Rules put into force by the kernel, tried by processes that live under them. */
class DeviceControlTest {
    private final String name = "/hull-test-devices-" + ProcessHandle.current().pid();

    private static DeviceRule rule(boolean allow, DeviceType type, int major, int minor, String access) {
        return new DeviceRule(allow, type, major, minor, DeviceAccess.parse(access));
    }

    @Test
    void obeysTheProgramOnV2() throws Exception {
        Place place =
                created(CgroupLayout.of(CgroupHierarchies.discover(), name).unified());
        List<DeviceRule> rules = List.of(
                DeviceRule.DENY_ALL,
                rule(true, DeviceType.CHAR, 1, DeviceRule.ANY, "rwm"),
                rule(true, DeviceType.CHAR, DeviceRule.ANY, 9, "r"),
                rule(false, DeviceType.CHAR, 1, 5, "w"),
                rule(false, DeviceType.BLOCK, DeviceRule.ANY, DeviceRule.ANY, "rwm"),
                rule(false, DeviceType.CHAR, 1, 7, "rwm"),
                rule(true, DeviceType.CHAR, 1, 7, "r"));
        try (FileDescriptor cgroup =
                        Opening.open(Pathname.of(place.directory()), OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
                FileDescriptor program = Bpf.loadDeviceProgram(DeviceProgram.assemble(rules))) {
            Bpf.attach(cgroup, program);
            assertThat(run(place, ": </dev/null && : >/dev/null")).isZero();
            assertThat(run(place, ": </dev/zero")).isZero();
            assertThat(run(place, "(: >/dev/zero) 2>/dev/null")).isNotZero();
            assertThat(run(place, "(: <>/dev/zero) 2>/dev/null")).isNotZero();
            assertThat(run(place, ": </dev/urandom")).isZero();
            assertThat(run(place, ": </dev/full")).isZero();
            assertThat(run(place, "(: >/dev/full) 2>/dev/null")).isNotZero();
            assertThat(run(place, "(: </dev/ptmx) 2>/dev/null")).isNotZero();
            Bpf.detach(cgroup, program);
            assertThat(run(place, ": >/dev/zero")).isZero();
        } finally {
            Files.delete(Path.of(place.directory()));
        }
    }

    @Test
    void obeysTheEntriesOnV1() throws Exception {
        Place place = CgroupLayout.of(CgroupHierarchies.discover(), name).placeOf(Controller.DEVICES);
        place = created(place == null || place.hierarchy().isV2() ? null : place);
        try {
            List<DeviceRule> rules = List.of(
                    DeviceRule.DENY_ALL,
                    rule(true, DeviceType.CHAR, 1, 3, "rwm"),
                    rule(true, DeviceType.CHAR, 1, 5, "r"));
            for (DeviceEntries.Entry entry : DeviceEntries.of(rules)) {
                new CgroupAct.Write(place.file(entry.file()), entry.text()).perform();
            }
            assertThat(run(place, ": </dev/null && : >/dev/null")).isZero();
            assertThat(run(place, ": </dev/zero")).isZero();
            assertThat(run(place, "(: >/dev/zero) 2>/dev/null")).isNotZero();
            assertThat(run(place, "(: </dev/full) 2>/dev/null")).isNotZero();
        } finally {
            Files.delete(Path.of(place.directory()));
        }
    }

    private static Place created(@Nullable Place place) throws IOException {
        if (place == null) {
            return Assumptions.abort("this host has no such hierarchy");
        }
        Files.createDirectory(Path.of(place.directory()));
        return place;
    }

    private static int run(Place place, String script) throws Exception {
        String join = "echo 0 > " + place.joinFile() + " || exit 99\n";
        return new ProcessBuilder("sh", "-c", join + script).start().waitFor();
    }
}
