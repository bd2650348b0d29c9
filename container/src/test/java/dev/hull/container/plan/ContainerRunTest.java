package dev.hull.container.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.container.DeviceRequest;
import dev.hull.container.MountRequest;
import dev.hull.container.PosixRlimit;
import dev.hull.container.Preset;
import dev.hull.container.ResolvedUser;
import dev.hull.container.RunRequest;
import dev.hull.container.SpecFacts;
import dev.hull.container.seccomp.KernelVersion;
import dev.hull.linux.Rlimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The container preset, looked at from inside. */
class ContainerRunTest {
    @TempDir
    Path directory;

    private Runs runs;

    @BeforeEach
    void capsule() throws IOException {
        runs = new Runs(directory);
    }

    private static RunRequest.Builder shell(String script) {
        return RunRequest.of(Preset.CONTAINER, "host").command(List.of("sh", "-c", script));
    }

    @Test
    void runsAProgramAndGivesItsOutputAndStatus() throws IOException, InterruptedException {
        Outcome outcome = runs.run(runs.plans(), shell("echo hello; exit 7").build());
        assertThat(outcome).isEqualTo(new Outcome(7, "hello\n", ""));
    }

    private Outcome run(String script) throws IOException, InterruptedException {
        return runs.run(runs.plans().withSeccomp(), shell(script).build());
    }

    private static String status(String name) {
        return "sed -n 's/^" + name + ":\\s*//p' /proc/self/status; ";
    }

    @Test
    void holdsTheEcosystemsCapabilitiesAndItsFilter() throws IOException, InterruptedException {
        Outcome outcome =
                run(status("CapInh") + status("CapPrm") + status("CapBnd") + status("CapAmb") + status("Seccomp"));
        assertThat(outcome.output())
                .isEqualTo("0000000000000000\n00000000a80425fb\n00000000a80425fb\n0000000000000000\n2\n");
    }

    @Test
    void losesItsPowersAsAnotherUserAndHasItsGroups() throws IOException, InterruptedException {
        Plans plans = runs.plans().withSeccomp();
        plans.user = new ResolvedUser(1000, 1001, List.of(4L, 20L), "/tmp");
        Outcome outcome = runs.run(
                plans,
                shell(status("Uid") + status("Gid") + status("Groups") + status("CapPrm") + status("CapBnd")
                                + "echo $HOME")
                        .build());
        assertThat(outcome.output().replaceAll("[\\t ]+", " "))
                .isEqualTo("1000 1000 1000 1000\n1001 1001 1001 1001\n4 20 \n"
                        + "0000000000000000\n00000000a80425fb\n/tmp\n");
    }

    @Test
    void givesUpNewPrivilegesWhenAsked() throws IOException, InterruptedException {
        Plans plans = runs.plans().withSeccomp();
        plans.user = new ResolvedUser(65_534, 65_534, List.of(), "/");
        Outcome outcome = runs.run(
                plans,
                shell(status("NoNewPrivs") + status("Seccomp"))
                        .noNewPrivileges(true)
                        .build());
        assertThat(outcome.output()).isEqualTo("1\n2\n");
    }

    @Test
    void seesOnlyItself() throws IOException, InterruptedException {
        Outcome outcome =
                run("echo $$; ls -d /proc/[0-9]* | wc -l; hostname | wc -c; ls /sys/class/net; cat /proc/1/comm");
        assertThat(outcome.output()).isEqualTo("1\n3\n13\nlo\nsh\n");
    }

    @Test
    void hasTheUsualDevicesAndNoOther() throws IOException, InterruptedException {
        Outcome outcome = run("ls /dev | tr '\\n' ' '; head -c 3 /dev/zero | wc -c; echo x > /dev/null; "
                + "mknod /tmp/disk b 8 0 2>&1 | grep -c 'not permitted'");
        assertThat(outcome.output())
                .isEqualTo("core fd full mqueue null ptmx pts random shm stderr stdin stdout tty urandom zero 3\n1\n");
    }

    @Test
    void letsADeviceBeUsedAsFarAsItWasAsked() throws IOException, InterruptedException {
        Outcome outcome = runs.run(
                runs.plans().withSeccomp(),
                shell("(: < /dev/some/kmsg) && echo read; (echo x > /dev/some/kmsg) 2>" + " /dev/null || echo refused")
                        .device(new DeviceRequest("/dev/kmsg", "/dev/some/kmsg", "r"))
                        .addCapability("SYSLOG")
                        .build());
        assertThat(outcome).isEqualTo(new Outcome(0, "read\nrefused\n", ""));
    }

    @Test
    void hidesAndWriteProtectsWhatTellsOfTheHost() throws IOException, InterruptedException {
        Outcome outcome = run("cat /proc/keys /proc/timer_list; ls /sys/firmware /proc/acpi; "
                + "for i in /proc/sys/kernel/hostname /proc/sysrq-trigger /sys/kernel/mm/ksm/run; "
                + "do echo 1 2>/dev/null > $i || echo refused; done; cat /etc/shadow; ls /root");
        assertThat(outcome.output()).isEqualTo("/proc/acpi:\n\n/sys/firmware:\nrefused\nrefused\nrefused\n");
    }

    @Test
    void leavesNoDescriptorOpen() throws IOException, InterruptedException {
        assertThat(run("ls /proc/self/fd | tr '\\n' ' '").output()).isEqualTo("0 1 2 3 ");
    }

    @Test
    void writesIntoItsOwnLayerAlone() throws IOException, InterruptedException {
        Path probe = Path.of("/usr/hull-test-" + System.nanoTime());
        Outcome outcome = run("echo x > " + probe + " && cat " + probe);
        assertThat(outcome.output()).isEqualTo("x\n");
        assertThat(probe).doesNotExist();
    }

    @Test
    void refusesWritesToAReadOnlyRootButNotToItsMounts() throws IOException, InterruptedException {
        Plans plans = runs.plans().withSeccomp();
        Path lower = Files.createDirectories(directory.resolve("lower"));
        plans.rootfs = new Rootfs.Host(
                List.of(new Rootfs.HostMount("/", false), new Rootfs.HostMount(lower.toString(), false)),
                List.of(),
                plans.layer());
        Outcome outcome = runs.run(
                plans,
                shell("touch /x 2>/dev/null || echo refused; touch " + lower + "/x 2>/dev/null || echo refused; "
                                + "touch /dev/shm/x && touch /new/place/x && echo written")
                        .readOnly(true)
                        .mount(MountRequest.tmpfs("/new/place", "size=1m"))
                        .build());
        assertThat(outcome.output()).isEqualTo("refused\nrefused\nwritten\n");
    }

    @Test
    void mountsWhatItIsAskedToMount() throws IOException, InterruptedException {
        Path source = Files.createDirectories(directory.resolve("source"));
        Files.writeString(source.resolve("file"), "content\n");
        Outcome outcome = runs.run(
                runs.plans().withSeccomp(),
                shell("cat /data/a/file /one; touch /data/a/x || echo read-only; "
                                + "grep -E ' /(data/a|one|scratch) ' /proc/self/mountinfo | cut -d' ' -f5,6")
                        .mount(MountRequest.bind(source.toString(), "/data/a", true))
                        .mount(MountRequest.bind(source.resolve("file").toString(), "/one", false))
                        .mount(MountRequest.tmpfs("/scratch", "exec,size=2m"))
                        .build());
        assertThat(outcome.output())
                .isEqualTo("content\ncontent\nread-only\n/one rw,relatime\n"
                        + "/scratch rw,nosuid,nodev,relatime\n/data/a ro,relatime\n");
    }

    @Test
    void keepsALinkOfTheImageInsideTheRoot() throws IOException, InterruptedException {
        Path source = Files.createDirectories(directory.resolve("source"));
        Path lower = image();
        Path inside = Path.of(lower + directory.resolve("outside").toString());
        Files.createDirectories(inside);
        Files.createSymbolicLink(lower.resolve("out"), Path.of("../../../.." + directory.resolve("outside")));
        Plans plans = overlay(lower);
        Outcome outcome = runs.run(
                plans,
                shell("ls -d " + directory + "/outside/in")
                        .mount(MountRequest.bind(source.toString(), "/out/in", false))
                        .build());
        assertThat(outcome.output()).isEqualTo(directory + "/outside/in\n");
        assertThat(directory.resolve("outside")).doesNotExist();
    }

    @Test
    void refusesAnImageWhoseProcIsALink() throws IOException, InterruptedException {
        Path lower = image();
        Files.createSymbolicLink(lower.resolve("proc"), Path.of("etc"));
        Outcome outcome = runs.run(overlay(lower), shell("true").build());
        assertThat(outcome.errors()).endsWith("find /proc in the root: ELOOP");
    }

    @Test
    void showsTheEnginesFilesEvenWhereTheImageHasADanglingLink() throws IOException, InterruptedException {
        Path lower = image();
        Files.createDirectory(lower.resolve("etc"));
        Files.createSymbolicLink(lower.resolve("etc/resolv.conf"), Path.of("../run/nowhere/resolv.conf"));
        Plans plans = overlay(lower);
        Path file = Files.writeString(directory.resolve("file"), "engine's\n");
        plans.hostFiles = new SpecFacts.HostFiles(file.toString(), file.toString(), file.toString());
        Outcome outcome = runs.run(
                plans, shell("cat /etc/resolv.conf /etc/hosts /etc/hostname").build());
        assertThat(outcome.output()).isEqualTo("engine's\n".repeat(3));
    }

    @Test
    void stacksManyLayersAlsoOnAKernelWithoutLowerdirPlus() throws IOException, InterruptedException {
        List<String> lowers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Path layer = Files.createDirectories(directory.resolve("layers/" + "x".repeat(200) + i));
            Files.writeString(layer.resolve("layer" + i), i + "\n");
            lowers.add(layer.toString());
        }
        lowers.add(image().toString());
        for (KernelVersion kernel : List.of(KernelVersion.FLOOR, KernelVersion.ofHost())) {
            Plans plans = runs.plans();
            plans.kernel = kernel;
            plans.rootfs = new Rootfs.Overlay(lowers, plans.layer());
            Outcome outcome = runs.run(plans, shell("cat /layer0 /layer39; pwd").build());
            assertThat(outcome).isEqualTo(new Outcome(0, "0\n39\n/\n", ""));
        }
    }

    @Test
    void givesATerminalOfItsOwn() throws IOException, InterruptedException {
        Outcome outcome = runs.run(
                runs.plans().withSeccomp(),
                shell("tty; ls -l /dev/console | cut -c1; tty < /dev/console; [ -t 0 ] && echo terminal")
                        .tty(true)
                        .build());
        assertThat(outcome.output().replace("\r", "")).isEqualTo("/dev/pts/0\nc\n/dev/console\nterminal\n");
    }

    @Test
    void setsSysctlsLimitsAndTheOomScore() throws IOException, InterruptedException {
        Outcome outcome = runs.run(
                runs.plans().withSeccomp(),
                shell("cat /proc/sys/net/ipv4/ip_forward /proc/sys/kernel/msgmax /proc/self/oom_score_adj;"
                                + " ulimit -n; ulimit -Hn")
                        .sysctl("net.ipv4.ip_forward", "1")
                        .sysctl("kernel.msgmax", "1234")
                        .oomScoreAdj(300)
                        .rlimit(new PosixRlimit(Rlimit.RLIMIT_NOFILE, 100, 200))
                        .build());
        assertThat(outcome.output()).isEqualTo("1\n1234\n300\n100\n200\n");
    }

    @Test
    void limitsProcessesAndMemory() throws IOException, InterruptedException {
        Outcome outcome = runs.run(
                runs.plans().withSeccomp(),
                shell("cat /sys/fs/cgroup/pids/pids.max /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null "
                                + "|| cat /sys/fs/cgroup/pids.max /sys/fs/cgroup/memory.max")
                        .pidsLimit(33)
                        .memory(64 << 20)
                        .build());
        assertThat(outcome.output()).isEqualTo("33\n" + (64 << 20) + "\n");
    }

    @Test
    void hasAnInitThatHandsSignalsOnAndReaps() throws IOException, InterruptedException {
        Outcome outcome = runs.run(
                runs.plans().withSeccomp(),
                shell("echo $$; ls -l /proc/1/exe /proc/1/fd 2>&1 | grep -q denied && echo hidden; trap"
                                + " 'echo term; exit 5' TERM; (sh -c 'sleep 0.01 & exit' &); sleep 0.2; ls -d"
                                + " /proc/[0-9]* | wc -l; kill -TERM 1; while :; do sleep 0.05; done")
                        .init(true)
                        .build());
        // pid 1, the shell, ls and wc: the orphan is gone
        assertThat(outcome).isEqualTo(new Outcome(5, "2\nhidden\n4\nterm\n", ""));
    }

    @Test
    void givesAnInitsTerminalToTheProgram() throws IOException, InterruptedException {
        Outcome outcome = runs.run(
                runs.plans().withSeccomp(),
                shell("read _ _ _ _ group _ _ foreground _ < /proc/self/stat; [ $group = $foreground ] &&"
                                + " echo foreground; kill -9 $$")
                        .init(true)
                        .tty(true)
                        .build());
        assertThat(outcome.output()).startsWith("foreground");
        assertThat(outcome.status()).isEqualTo(128 + 9);
    }

    @Test
    void tellsACommandThatIsNotThere() throws IOException, InterruptedException {
        Outcome outcome = runs.run(
                runs.plans().withSeccomp(),
                RunRequest.of(Preset.CONTAINER, "host")
                        .command(List.of("no-such-program"))
                        .build());
        assertThat(outcome.errors()).contains("execute /bin/no-such-program: ENOENT");
    }

    @Test
    void makesAMissingWorkingDirectory() throws IOException, InterruptedException {
        Outcome outcome = runs.run(
                runs.plans().withSeccomp(),
                shell("pwd").workingDirectory("/a/new/one").build());
        assertThat(outcome.output()).isEqualTo("/a/new/one\n");
    }

    /** An image of busybox alone. */
    private Path image() throws IOException {
        Path image = Files.createDirectories(directory.resolve("image"));
        Path bin = Files.createDirectories(image.resolve("bin"));
        Files.copy(Path.of("/bin/busybox"), bin.resolve("busybox"));
        for (String applet : List.of("sh", "cat", "ls", "true")) {
            Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
        }
        return image;
    }

    private Plans overlay(Path lower) {
        Plans plans = runs.plans().withSeccomp();
        plans.rootfs = new Rootfs.Overlay(List.of(lower.toString()), plans.layer());
        return plans;
    }
}
