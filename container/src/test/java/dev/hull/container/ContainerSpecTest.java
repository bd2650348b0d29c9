package dev.hull.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hull.container.ContainerSpec.Mount;
import dev.hull.container.ContainerSpec.Root;
import dev.hull.container.LinuxSpec.NamespaceSpec;
import dev.hull.container.ProcessSpec.User;
import dev.hull.container.capability.CapabilitySet;
import dev.hull.container.capability.ProcessCapabilities;
import dev.hull.container.device.DeviceNode;
import dev.hull.container.device.DeviceRules;
import dev.hull.container.seccomp.DefaultSeccomp;
import dev.hull.linux.Architecture;
import dev.hull.linux.KernelText;
import dev.hull.linux.Rlimit;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerSpecTest {
    private static final String MINIMAL = """
        {"ociVersion": "1.2.0", "root": {"path": "/r"},
         "process": {"args": ["sh"], "cwd": "/"},
         "linux": {"namespaces": [{"type": "mount"}]}}\
        """;

    @Test
    void comesBackFromItsFileAsItWas() {
        ContainerSpec spec = full();
        assertThat(SpecReader.read(SpecWriter.write(spec))).isEqualTo(spec);
    }

    @Test
    void keepsBytesThatAreNoUtf8OverTheFile() {
        String argument = KernelText.decode(new byte[] {'a', (byte) 0xff, (byte) 0xc3, 'b'});
        ContainerSpec spec = SpecReader.read(MINIMAL.replace("\"sh\"", "\"sh\", \"x\""));
        ProcessSpec process = spec.process();
        ContainerSpec with = new ContainerSpec(
                spec.root(),
                spec.mounts(),
                new ProcessSpec(
                        false,
                        process.user(),
                        List.of("sh", argument),
                        List.of(),
                        "/",
                        null,
                        List.of(),
                        false,
                        null,
                        null,
                        null),
                null,
                null,
                Map.of(),
                spec.linux());
        byte[] file = SpecWriter.write(with).getBytes(StandardCharsets.UTF_8);
        ContainerSpec read = SpecReader.read(new String(file, StandardCharsets.UTF_8));
        assertThat(read.process().args()).containsExactly("sh", argument);
    }

    @Test
    void givesTheDefaultSeccompFilterBackWordForWord() {
        String json = DefaultSeccomp.json(Architecture.ofHost(), CapabilitySet.DEFAULT);
        assertThat(SpecReader.read(SpecWriter.write(full())).linux().seccomp()).isEqualTo(json);
    }

    @Test
    void saysWhereAnErrorIs() {
        refuses(MINIMAL.replace("\"sh\"", "\"sh\", 7"), "$.process.args[1]", "7 is not a string");
        refuses(MINIMAL.replace("\"cwd\": \"/\"", "\"cwd\": \"tmp\""), "$.process.cwd", "not an absolute path");
        refuses(MINIMAL.replace("[\"sh\"]", "[]"), "$.process.args", "at least");
        refuses(MINIMAL.replace("\"mount\"", "\"mountt\""), "$.linux.namespaces[0]", "unknown namespace 'mountt'");
        refuses(MINIMAL.replace("1.2.0", "2.0.0"), "$.ociVersion", "'2.0.0'");
        refuses(
                MINIMAL.replace("\"cwd\"", "\"user\": {\"uid\": 4294967295}, \"cwd\""),
                "$.process.user.uid",
                "not within");
        refuses(MINIMAL.replace("\"cwd\"", "\"user\": {\"uid\": 1.5}, \"cwd\""), "$.process.user.uid", "whole number");
        refuses(MINIMAL.replace("{\"path\": \"/r\"}", "\"/r\""), "$.root", "not an object");
        refuses("{\"ociVersion\": \"1.2.0\"", "$", "not JSON");
        refuses("[]", "$", "not an object");
        refuses("{}", "$.ociVersion", "missing");
        refuses(
                MINIMAL.replace(
                        "\"cwd\"", "\"rlimits\": [{\"type\": \"RLIMIT_X\", \"soft\": 1, \"hard\": 2}], \"cwd\""),
                "$.process.rlimits[0].type",
                "RLIMIT_X");
        refuses(
                MINIMAL.replace("\"cwd\"", "\"capabilities\": {\"bounding\": [\"CAP_X\"]}, \"cwd\""),
                "$.process.capabilities.bounding",
                "CAP_X");
    }

    @Test
    void refusesWhatItWouldNotCarryOut() {
        refuses(MINIMAL.replace("\"linux\"", "\"hooks\": {}, \"linux\""), "$.hooks", "not supported");
        refuses(
                MINIMAL.replace("\"namespaces\"", "\"intelRdt\": {}, \"namespaces\""),
                "$.linux.intelRdt",
                "not supported");
        refuses(
                MINIMAL.replace("\"namespaces\"", "\"resources\": {\"memory\": {\"kernel\": 1}}, \"namespaces\""),
                "$.linux.resources.memory.kernel",
                "not supported");
    }

    private static void refuses(String json, String path, String reason) {
        assertThatThrownBy(() -> SpecReader.read(json))
                .isInstanceOfSatisfying(
                        SpecException.class, e -> assertThat(e.path()).isEqualTo(path))
                .hasMessageContaining(reason);
    }

    private static ContainerSpec full() {
        ResourcesSpec resources = new ResourcesSpec(
                DeviceRules.defaults(),
                new ResourcesSpec.Memory(1L << 30, 1L << 29, -1L, 10L, true),
                new ResourcesSpec.Cpu(512L, 50_000L, 100_000L, 1L, 2L, "0-1", "0"),
                100L,
                new ResourcesSpec.BlockIo(
                        500,
                        List.of(new ResourcesSpec.WeightDevice(8, 0, 300)),
                        List.of(new ResourcesSpec.Throttle(8, 0, 1024)),
                        List.of(),
                        List.of(),
                        List.of(new ResourcesSpec.Throttle(8, 16, 7))),
                Map.of("memory.high", "max"));
        LinuxSpec linux = new LinuxSpec(
                List.of(new NamespaceSpec(Namespace.MOUNT, null), new NamespaceSpec(Namespace.NET, "/proc/1/ns/net")),
                List.of(new IdMapping(0, 100_000, 65_536)),
                List.of(new IdMapping(0, 100_000, 65_536)),
                Map.of("monotonic", new TimeOffset(-5, 999_999_999)),
                DeviceNode.DEFAULTS,
                "/hull/x",
                null,
                null,
                Map.of("net.ipv4.ip_forward", "1"),
                resources,
                DefaultSeccomp.json(Architecture.ofHost(), CapabilitySet.DEFAULT),
                List.of("/proc/kcore"),
                List.of("/proc/sys"));
        ProcessSpec process = new ProcessSpec(
                true,
                new User(1000, 0xFFFF_FFFEL, 027, List.of(4L, 20L)),
                List.of("sh", "-c", "echo 'ä' \"\u2028\""),
                List.of("A=b", "EMPTY="),
                "/tmp",
                ProcessCapabilities.of(CapabilitySet.DEFAULT, true),
                List.of(new PosixRlimit(Rlimit.RLIMIT_NOFILE, 1024, -1)),
                true,
                null,
                -500,
                null);
        return new ContainerSpec(
                new Root("/r", true),
                List.of(new Mount("/proc", "proc", "proc", List.of("nosuid"))),
                process,
                "name",
                "domain",
                Map.of("a", "b"),
                linux);
    }
}
