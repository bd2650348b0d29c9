package dev.hull.conformance.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.conformance.Outcome;
import dev.hull.conformance.Product;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a program in a container is answered to every system call: the same by Hull and by crun under Debian's profile. */
class SystemCallsTest {
    /** With zeroes for arguments these end, copy or stop the process; rt_sigreturn and vfork do so with any. */
    private static final Set<Integer> NOT_WITH_ZEROES =
            Set.of(15, 23, 34, 56, 57, 58, 60, 62, 70, 129, 130, 200, 231, 234, 270, 271);

    private static final Set<Integer> NEVER = Set.of(15, 58);

    private final Product product = Product.fresh();

    @AfterEach
    void leavesNothing() {
        product.close();
    }

    @Test
    void areAnsweredAsByCrun() throws IOException {
        Path folder = Files.createDirectory(product.state().resolve("calls"));
        Path calls = Files.write(folder.resolve("calls"), calls());
        Path probe =
                Product.command().resolveSibling("container/src/test/resources/dev/hull/container/seccomp/probe.py");
        String[] program = {
            "python3", Files.copy(probe, folder.resolve("probe.py")).toString(), calls.toString()
        };
        List<String> theirs = crun(folder, program);
        assertThat(theirs).hasSameSizeAs(calls());
        Outcome ours =
                product.run("run", "--rm", "--ulimit", "nofile=1024:1024", "host", program[0], program[1], program[2]);
        assertThat(ours.succeeded().lines()).isEqualTo(theirs);
    }

    /**
     * crun 1.8 does not start where a v2 tree is mounted beside v1's, nor below high limits that it may not set. A stdin
     * that is not asked for is /dev/null, to be read and written.
     */
    private static List<String> crun(Path folder, String[] program) throws IOException {
        Path root = Files.createDirectory(folder.resolve("root"));
        Path bundle = Files.createDirectory(folder.resolve("bundle"));
        Path writer = folder.resolve("crun_config.py");
        try (InputStream script = SystemCallsTest.class.getResourceAsStream("crun_config.py")) {
            assertThat(script).isNotNull();
            Files.write(writer, script.readAllBytes());
        }
        Files.write(
                bundle.resolve("config.json"),
                Outcome.command("python3", writer.toString(), root.toString(), program[0], program[1], program[2])
                        .succeeded()
                        .output());
        String script = "mount --bind / \"$1/root\"; umount /sys/fs/cgroup/unified 2>/dev/null; ulimit -n 1024;"
                + " exec crun --root \"$1/state\" run -b \"$1/bundle\" hull-test-$$ <>/dev/null";
        return Outcome.command("unshare", "-m", "sh", "-c", script, "sh", folder.toString())
                .succeeded()
                .lines();
    }

    /** {@code TABLE NUMBER ARGUMENT...}: every number of each table with arguments that are wrong, and with zeroes. */
    private static List<String> calls() {
        List<String> calls = new ArrayList<>();
        for (int number = 0; number <= 470; number++) {
            if (!NEVER.contains(number)) {
                calls.add("64 " + number);
                calls.add("64 " + (0x40000000 + number));
            }
            if (!NOT_WITH_ZEROES.contains(number)) {
                calls.add("64 " + number + " 0 0 0 0 0 0");
            }
            // i386: sigsuspend, sigreturn, rt_sigreturn, rt_sigsuspend, vfork
            if (!Set.of(72, 119, 173, 179, 190).contains(number)) {
                calls.add("32 " + number);
            }
        }
        for (String family : List.of("2", "16", "40", "38", "0x100000010")) {
            for (String protocol : List.of("0", "9", "0x100000009")) {
                calls.add("64 41 " + family + " 3 " + protocol);
                calls.add("32 359 " + family + " 3 " + protocol);
            }
        }
        for (String persona : List.of("0", "8", "9", "0x20000", "0x20008", "0x40000", "0xffffffff", "0x100000000")) {
            calls.add("64 135 " + persona);
            calls.add("32 136 " + persona);
        }
        for (String flags : List.of("0x10000000", "0x20000", "0x2000000", "0x40000000", "0")) {
            calls.add("64 272 " + flags);
            calls.add("64 56 " + flags + " 0 0 0 0");
        }
        return calls;
    }
}
