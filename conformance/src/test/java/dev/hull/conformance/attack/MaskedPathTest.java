package dev.hull.conformance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.conformance.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is masked and read-only below /proc and /sys, and images that try to make something else of it. */
class MaskedPathTest {
    private static final Path CORE_PATTERN = Path.of("/proc/sys/kernel/core_pattern");

    private final Arena arena = Arena.open();
    private String corePattern = "";

    @BeforeEach
    void remember() throws IOException {
        corePattern = read(CORE_PATTERN);
    }

    @AfterEach
    void hostIsUntouched() throws IOException {
        arena.close();
        assertThat(read(CORE_PATTERN)).isEqualTo(corePattern);
    }

    private static String read(Path file) throws IOException {
        try (var in = Files.newBufferedReader(file)) {
            return String.valueOf(in.readLine());
        }
    }

    /** CVE-2025-31133: the image's /dev/null is a link, and what is bound over a masked path would be its target. */
    @Test
    void whatMasksAPathIsTheNullDeviceAndNothingElse() throws IOException {
        Files.createSymbolicLink(arena.image("dev/null"), CORE_PATTERN);
        String script =
                "for f in /proc/keys /proc/timer_list /proc/interrupts; do [ -e $f ] || continue; stat -c %t:%T $f;"
                        + " wc -c <$f; done; echo '|/tmp/x' >/dev/null; stat -c %t:%T /dev/null";
        Outcome outcome = arena.script(script).succeeded();
        assertThat(outcome.lines()).isNotEmpty().allMatch(line -> line.equals("1:3") || line.equals("0"));
    }

    /** CVE-2025-31133: the same with a container that shares its image's /dev by a bind mount. */
    @Test
    void aDevThatTheUserMountsCannotMask() throws IOException {
        Path dev = Files.createDirectory(arena.product().state().resolve("dev"));
        Files.createSymbolicLink(dev.resolve("null"), CORE_PATTERN);
        Outcome outcome = arena.script("cat /proc/keys /proc/timer_list", "-v", dev + ":/dev");
        assertThat(outcome.text()).isEmpty();
        assertThat(Files.readSymbolicLink(dev.resolve("null"))).isEqualTo(CORE_PATTERN);
    }

    /** The container's root may not change the host's kernel through its own /proc and /sys. */
    @Test
    void theKernelsSwitchesAreReadOnly() {
        String script = """
            for f in /proc/sys/kernel/core_pattern /proc/sys/kernel/modprobe /proc/sysrq-trigger /proc/irq/default_smp_affinity \
                /sys/kernel/uevent_helper /sys/kernel/mm/transparent_hugepage/enabled /sys/fs/cgroup/memory/cgroup.procs; do
              [ -e $f ] && (: >>$f) 2>/dev/null && echo "open: $f"
            done
            umount /proc/sys 2>/dev/null && echo umounted
            mount -o remount,rw /proc/sys 2>/dev/null && echo remounted
            mount -t proc proc /tmp 2>/dev/null && echo another proc
            true
            """;
        assertThat(arena.script(script).succeeded().text()).isEmpty();
    }

    /**
     * CVE-2025-52881, CVE-2019-16884: a volume where /proc should be, so that what the runtime writes there (labels,
     * sysctls) goes somewhere else.
     */
    @Test
    void whatTheStartWritesToProcGoesToTheRealOne() throws IOException {
        Path fake = Files.createDirectories(arena.product().state().resolve("fake/sys/net/ipv4"));
        Files.createSymbolicLink(fake.resolve("ip_forward"), arena.host().resolve("treasure"));
        Files.createSymbolicLink(fake.resolveSibling("core"), arena.host());
        Path proc = arena.product().state().resolve("fake");
        arena.script("true", "-v", proc + ":/proc", "--sysctl", "net.ipv4.ip_forward=1");
        Outcome real = arena.script("cat /proc/sys/net/ipv4/ip_forward", "--sysctl", "net.ipv4.ip_forward=1");
        assertThat(real.succeeded().text().strip()).isEqualTo("1");
    }

    /** A kernel parameter of the whole machine is not a container's to set. */
    @Test
    void onlyParametersOfTheContainersNamespacesAreSet() {
        for (String setting : new String[] {
            "kernel.core_pattern=|/tmp/x",
            "kernel.modprobe=/tmp/x",
            "vm.swappiness=1",
            "net.../kernel/core_pattern=x",
            "net/../kernel/core_pattern=x",
            "net//x=1",
            "net/ipv4/../../kernel/x=1"
        }) {
            assertThat(arena.script("true", "--sysctl", setting).exited(125).errorText())
                    .contains("--sysctl");
        }
        assertThat(arena.script("true", "--network", "host", "--sysctl", "net.ipv4.ip_forward=1")
                        .exited(125)
                        .errorText())
                .contains("net.ipv4.ip_forward");
    }
}
