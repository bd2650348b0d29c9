package dev.hull.linux.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hull.linux.OpenFlags;
import dev.hull.linux.cgroup.CgroupAct;
import dev.hull.linux.cgroup.CgroupHierarchies;
import dev.hull.linux.cgroup.CgroupLayout;
import dev.hull.linux.cgroup.DeviceProgram;
import dev.hull.linux.cgroup.DeviceRule;
import dev.hull.linux.cgroup.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The programs that the rules become, loaded into the kernel and tried on a v2 cgroup's processes. */
public class DeviceProgramTest {
    /** Does to a cgroup what an act says, the loading of programs included. */
    public static void perform(CgroupAct act) throws IOException {
        switch (act) {
            case CgroupAct.MakeDirectory make -> make.perform();
            case CgroupAct.Write write -> write.perform();
            case CgroupAct.AttachDeviceProgram attach -> {
                try (FileDescriptor cgroup = directory(attach.path());
                        FileDescriptor program = Bpf.loadDeviceProgram(attach.program())) {
                    Bpf.attach(cgroup, program);
                }
            }
        }
    }

    private static FileDescriptor directory(String path) throws LinuxException {
        return Opening.open(Pathname.of(path), OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
    }

    private static int run(Place place, String script) throws Exception {
        String join = "echo 0 > " + place.joinFile() + " || exit 99\n";
        return new ProcessBuilder("sh", "-c", join + script).start().waitFor();
    }

    @Test
    void decidesEachKindOfAccessByTheLastRuleThatSpeaksOfIt() throws Exception {
        Place place = unified();
        Files.createDirectory(Path.of(place.directory()));
        List<DeviceRule> rules = List.of(
                DeviceRule.DENY_ALL,
                new DeviceRule(true, 'c', 1, -1, "rwm"),
                new DeviceRule(true, 'c', -1, 9, "r"),
                new DeviceRule(false, 'c', 1, 5, "w"),
                new DeviceRule(false, 'b', -1, -1, "rwm"),
                new DeviceRule(false, 'c', 1, 7, "rwm"),
                new DeviceRule(true, 'c', 1, 7, "r"));
        try (FileDescriptor cgroup = directory(place.directory());
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
            assertThatThrownBy(() -> Bpf.detach(cgroup, program))
                    .isInstanceOf(LinuxException.class)
                    .hasMessageContaining("ENOENT");
        } finally {
            Files.delete(Path.of(place.directory()));
        }
    }

    @Test
    void tellsWhatTheVerifierDislikes() {
        // exit with r0 never set
        byte[] program = {(byte) 0x95, 0, 0, 0, 0, 0, 0, 0};
        assertThatThrownBy(() -> Bpf.loadDeviceProgram(program))
                .isInstanceOf(LinuxException.class)
                .hasMessageContaining("R0 !read_ok");
    }

    private static Place unified() throws IOException {
        String name = "/hull-test-devices-" + ProcessHandle.current().pid();
        Place place = CgroupLayout.of(CgroupHierarchies.discover(), name).unified();
        if (place == null) {
            return Assumptions.abort("this host has no cgroup v2");
        }
        return place;
    }
}
