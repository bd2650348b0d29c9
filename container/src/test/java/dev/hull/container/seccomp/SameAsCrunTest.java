package dev.hull.container.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.container.capability.CapabilitySet;
import dev.hull.linux.Architecture;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same program in the same container twice: under the filter that crun and libseccomp make of Debian's profile, and
 * under Hull's own. What the kernel answers to every call must be the same.
 */
class SameAsCrunTest {
    private static final Path DEBIAN = Path.of("/usr/share/containers/seccomp.json");

    /** rt_sigreturn and vfork: they do not come back to a C program that makes them by hand. */
    private static final Set<Integer> NEVER_64 = Set.of(15, 58);

    /** The same, and sigsuspend. */
    private static final Set<Integer> NEVER_32 = Set.of(72, 119, 173, 179, 190);

    /** With zeroes these end, copy or stop the process. */
    private static final Set<Integer> NOT_WITH_ZEROES =
            Set.of(15, 23, 34, 56, 57, 58, 60, 62, 70, 129, 130, 200, 231, 234, 270, 271);

    @TempDir
    Path folder;

    @Test
    void aProgramSeesTheSameAnswersToEveryCall() throws Exception {
        for (CapabilitySet held : List.of(CapabilitySet.DEFAULT, CapabilitySet.NONE)) {
            List<String> theirs = run(held, debian(held), false);
            List<String> ours = run(held, "null", true);
            assertThat(theirs).hasSize(calls().size());
            assertThat(ours).isEqualTo(theirs);
        }
    }

    private static String debian(CapabilitySet held) throws IOException {
        Assumptions.assumeTrue(Files.exists(DEBIAN), "golang-github-containers-common is not installed");
        try (Reader text = Files.newBufferedReader(DEBIAN)) {
            SeccompProfile profile = SeccompReader.read(text, DEBIAN.toString());
            return SeccompWriter.write(profile.resolve(SeccompArchitecture.X86_64, held, KernelVersion.FLOOR));
        }
    }

    private static List<String> calls() {
        List<String> calls = new ArrayList<>();
        for (int number = 0; number <= 470; number++) {
            if (!NEVER_64.contains(number)) {
                calls.add("64 " + number);
                calls.add("64 " + (Architecture.X32_BIT + number));
            }
            if (!NOT_WITH_ZEROES.contains(number)) {
                calls.add("64 " + number + " 0 0 0 0 0 0");
            }
            if (!NEVER_32.contains(number)) {
                calls.add("32 " + number);
            }
        }
        // socket: AF_INET, AF_NETLINK with and without NETLINK_AUDIT, AF_VSOCK, AF_ALG, a family with high bits set
        for (String family : List.of("2", "16", "40", "38", "0x100000010")) {
            for (String protocol : List.of("0", "9", "0x100000009")) {
                calls.add("64 41 " + family + " 3 " + protocol);
                calls.add("32 359 " + family + " 3 " + protocol);
            }
        }
        for (String persona :
                List.of("0", "8", "9", "0x20000", "0x20008", "0x40000", "0xffffffff", "0x100000000", "0x100000008")) {
            calls.add("64 135 " + persona);
            calls.add("32 136 " + persona);
        }
        // clone and unshare: new user, mount, cgroup and network namespaces, and none
        for (String flags : List.of("0x10000000", "0x20000", "0x2000000", "0x40000000", "0")) {
            calls.add("64 272 " + flags);
            calls.add("64 56 " + flags + " 0 0 0 0");
        }
        return calls;
    }

    private List<String> run(CapabilitySet held, String seccomp, boolean own) throws Exception {
        Path list = Files.write(folder.resolve("calls"), calls());
        Path probe = folder.resolve("probe.py");
        try (InputStream stream = SameAsCrunTest.class.getResourceAsStream("probe.py")) {
            assertThat(stream).isNotNull();
            Files.write(probe, stream.readAllBytes());
        }
        Path filter = folder.resolve("filter");
        Seccomp resolved = DefaultSeccomp.resolve(Architecture.X86_64, held);
        Files.write(
                filter, SeccompCompiler.compile(resolved, Architecture.X86_64).program());
        String arguments =
                "\"/usr/bin/python3\",\"" + probe + "\",\"" + list + "\"" + (own ? ",\"" + filter + "\"" : "");
        Path root = Files.createDirectories(folder.resolve("root"));
        Path bundle = Files.createDirectories(folder.resolve("bundle"));
        Files.writeString(bundle.resolve("config.json"), config(root, held, arguments, seccomp));
        // crun 1.8 does not start where a v2 tree is mounted beside v1's
        String script = "set -e; mount --bind / " + root + "; umount /sys/fs/cgroup/unified 2>/dev/null || true;"
                + " ulimit -n 1024; exec crun --root " + folder.resolve("state") + " run -b " + bundle + " hull-test-"
                + ProcessHandle.current().pid();
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder("unshare", "-m", "sh", "-c", script)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        assertThat(process.waitFor()).as(() -> text(errors)).isZero();
        return Files.readAllLines(output);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static String config(Path root, CapabilitySet held, String arguments, String seccomp) {
        String capabilities = "[\"" + String.join("\",\"", held.kernelNames()) + "\"]";
        if (held.isEmpty()) {
            capabilities = "[]";
        }
        return """
            {"ociVersion":"1.0.2","root":{"path":"%s","readonly":true},
             "process":{"terminal":false,"user":{"uid":0,"gid":0},"args":[%s],"env":["PATH=/usr/bin:/bin"],"cwd":"/",
              "noNewPrivileges":true,
              "capabilities":{"bounding":%s,"effective":%s,"permitted":%s},
              "rlimits":[{"type":"RLIMIT_NOFILE","hard":1024,"soft":1024}]},
             "mounts":[{"destination":"/proc","type":"proc","source":"proc"}],
             "linux":{"seccomp":%s,
              "namespaces":[{"type":"pid"},{"type":"mount"},{"type":"ipc"},{"type":"uts"},{"type":"network"}]}}
            """.formatted(root, arguments, capabilities, capabilities, capabilities, seccomp);
    }
}
