package dev.hull.conformance.flag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.conformance.Outcome;
import dev.hull.conformance.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On a root that holds a static busybox and nothing else: no /etc, no mount points. */
final class RunOptionsTest {
    private static final Product PRODUCT = Product.fresh();

    @BeforeAll
    static void makeRoot() throws IOException {
        Path bin = Files.createDirectories(root().resolve("bin"));
        Files.copy(Path.of("/bin/busybox"), bin.resolve("busybox"), StandardCopyOption.COPY_ATTRIBUTES);
        for (String applet :
                Outcome.command("/bin/busybox", "--list").succeeded().lines()) {
            if (!applet.equals("busybox")) {
                Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
            }
        }
    }

    @AfterAll
    static void leavesNothing() {
        PRODUCT.close();
    }

    private static Path root() {
        return PRODUCT.state().resolve("root");
    }

    /** Runs a shell line in the root with these options and returns its trimmed output. */
    private static String inside(String options, String line) {
        List<String> words = new ArrayList<>(List.of("run", "--rm"));
        if (!options.isEmpty()) {
            words.addAll(List.of(options.split(" ", -1)));
        }
        words.addAll(List.of(root().toString(), "/bin/sh", "-c", line));
        return PRODUCT.run(words.toArray(String[]::new)).succeeded().text().strip();
    }

    static Stream<Arguments> options() {
        return Stream.of(
                Arguments.of("--hostname box", "hostname", "box"),
                Arguments.of("-h box --domainname example.test", "cat /proc/sys/kernel/domainname", "example.test"),
                Arguments.of("-e A=one -e B=two", "echo $A $B", "one two"),
                Arguments.of("-w /new/place", "pwd", "/new/place"),
                Arguments.of("-u 1000:1001", "id -u; id -g", "1000\n1001"),
                Arguments.of("-u 4294967294", "id -u", "4294967294"),
                Arguments.of("--group-add 77 -u 5", "id -G", "0 77"),
                Arguments.of("--read-only", "touch /x 2>/dev/null || echo no", "no"),
                Arguments.of(
                        "--tmpfs /scratch:size=1m,mode=700",
                        "stat -f -c %T /scratch; stat -c %a /scratch",
                        "tmpfs\n700"),
                Arguments.of("--shm-size 3m", "df -k /dev/shm | tail -n 1 | awk '{print $2}'", "3072"),
                Arguments.of("--ulimit nofile=123:456", "ulimit -Sn; ulimit -Hn", "123\n456"),
                Arguments.of("--sysctl net.ipv4.ip_forward=1", "cat /proc/sys/net/ipv4/ip_forward", "1"),
                Arguments.of("--sysctl kernel.msgmax=1234", "cat /proc/sys/kernel/msgmax", "1234"),
                Arguments.of("--oom-score-adj 500", "cat /proc/self/oom_score_adj", "500"),
                Arguments.of(
                        "--pids-limit 33",
                        "cat /sys/fs/cgroup/pids/pids.max /sys/fs/cgroup/pids.max 2>/dev/null; true",
                        "33"),
                Arguments.of("--network none", "ls /sys/class/net", "lo"),
                Arguments.of("--init", "cat /proc/2/comm /proc/1/comm | grep -c sh", "1"),
                Arguments.of(
                        "--security-opt no-new-privileges", "grep NoNewPrivs /proc/self/status | grep -o '[01]$'", "1"),
                Arguments.of(
                        "--security-opt seccomp=unconfined", "grep Seccomp: /proc/self/status | grep -o '[0-9]$'", "0"),
                Arguments.of(
                        "--cap-drop ALL", "grep CapEff /proc/self/status | grep -o '[0-9a-f]*$'", "0000000000000000"),
                Arguments.of(
                        "--cap-drop ALL --cap-add NET_ADMIN",
                        "grep CapEff /proc/self/status | grep -o '[0-9a-f]*$'",
                        "0000000000001000"),
                Arguments.of("--device /dev/full:/dev/filled:r", "ls -l /dev/filled | grep -c '1, *7'", "1"),
                Arguments.of("--privileged", "test -e /dev/kmsg && echo all", "all"),
                Arguments.of(
                        "-v /etc:/given:ro", "touch /given/x 2>/dev/null || test -f /given/passwd && echo ro", "ro"),
                Arguments.of(
                        "--mount type=tmpfs,dst=/t,tmpfs-size=64k", "df -k /t | tail -n 1 | awk '{print $2}'", "64"),
                Arguments.of("--add-host far:10.1.2.3", "grep far /etc/hosts | awk '{print $1}'", "10.1.2.3"),
                Arguments.of("--dns 10.9.8.7", "grep nameserver /etc/resolv.conf", "nameserver 10.9.8.7"),
                Arguments.of("--cpuset-cpus 0", "grep Cpus_allowed_list /proc/self/status | grep -o '[0-9-]*$'", "0"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("options")
    void shapesTheContainer(String options, String line, String expected) {
        assertThat(inside(options, line)).isEqualTo(expected);
    }

    @Test
    void givesAVolumeAndKeepsIt() {
        inside("-v kept:/data", "echo there >/data/file");
        assertThat(inside("-v kept:/data:ro", "cat /data/file")).isEqualTo("there");
        PRODUCT.run("volume", "rm", "kept").succeeded();
    }

    @Test
    void writesTheContainersIdWhereAsked() throws IOException {
        Path file = PRODUCT.state().resolve("cid");
        inside("--cidfile " + file, "true");
        assertThat(Files.readString(file)).matches("[0-9a-f]{64}\\s*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-p 80:80",
                "-P",
                "--link other",
                "--gpus all",
                "--security-opt apparmor=nothing-here",
                "--memory 12q",
                "--cpus -1",
                "-u nosuchuser",
                "-u 4294967296",
                "--cap-add CAP_WRONG",
                "--ulimit nope=1",
                "--sysctl kernel.panic=1",
                "-v relative:path:wrong",
                "--network bridge0",
                "--restart sometimes",
                "--device /dev/nosuch",
                "--no-such-option",
                "--stop-signal SIGNOPE",
                "--env-file /nosuch",
            })
    void refusesWhatItCannotDoWithOneLine(String options) {
        List<String> words = new ArrayList<>(List.of("run", "--rm"));
        words.addAll(List.of(options.split(" ", -1)));
        words.addAll(List.of(root().toString(), "/bin/true"));
        Outcome outcome = PRODUCT.run(words.toArray(String[]::new));
        assertThat(outcome.status()).as(outcome.errorText()).isEqualTo(125);
        assertThat(outcome.errorText().strip().lines()).as(options).hasSize(1);
    }
}
