package dev.hull.container.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hull.container.IdMapping;
import dev.hull.container.MountRequest;
import dev.hull.container.Namespace;
import dev.hull.container.NamespaceMode;
import dev.hull.container.Preset;
import dev.hull.container.ResolvedUser;
import dev.hull.container.RunRequest;
import dev.hull.container.TimeOffset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The presets namespaces and chroot, looked at from inside. */
class NamespacesRunTest {
    @TempDir
    Path directory;

    private Runs runs;

    @BeforeEach
    void capsule() throws IOException {
        runs = new Runs(directory);
    }

    private static RunRequest.Builder request(Preset preset, String script) {
        return RunRequest.of(preset, "host").command(List.of("sh", "-c", script));
    }

    private Outcome run(RunRequest.Builder request) throws IOException, InterruptedException {
        Plans plans = runs.plans();
        plans.rootfs = new Rootfs.Directory("/");
        return runs.run(plans, request.build());
    }

    /** The inode of a namespace: 4026531840. */
    private static String own(Namespace type) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/ns/" + type.procName()))
                .toString();
    }

    @Test
    void makesTheNamespacesAskedForAndNoOther() throws IOException, InterruptedException {
        for (Namespace asked : Namespace.values()) {
            RunRequest.Builder request = request(
                    Preset.NAMESPACES,
                    "for i in mnt pid net ipc uts user cgroup time; do readlink /proc/self/ns/$i; done");
            request.namespace(asked, NamespaceMode.PRIVATE);
            String output = run(request).output();
            for (Namespace type : Namespace.values()) {
                // without a procfs of the new pid namespace /proc/self leads nowhere
                if (asked != Namespace.PID) {
                    assertThat(output.contains(own(type)))
                            .as(asked + " asked, " + type)
                            .isEqualTo(type != asked);
                }
            }
        }
    }

    @Test
    void joinsANamespaceByPidAndByPath() throws IOException, InterruptedException {
        Process other = new ProcessBuilder(
                        "unshare", "--net", "--uts", "--pid", "--fork", "sh", "-c", "hostname joined; echo ready; cat")
                .start();
        try (var in = other.getOutputStream()) {
            assertThat(other.inputReader().readLine()).isEqualTo("ready");
            long pid = other.pid();
            RunRequest.Builder request = request(Preset.NAMESPACES, "hostname; ls /sys/class/net | wc -w; echo $$");
            request.namespace(Namespace.UTS, NamespaceMode.join(Long.toString(pid)));
            request.namespace(Namespace.NET, NamespaceMode.join("/proc/" + pid + "/ns/net"));
            request.namespace(Namespace.PID, NamespaceMode.join("/proc/" + pid + "/ns/pid_for_children"));
            Outcome outcome = run(request);
            assertThat(outcome.errors()).isEmpty();
            assertThat(outcome.output()).startsWith("joined\n");
            assertThat(Integer.parseInt(outcome.output().strip().split("\n")[2]))
                    .isBetween(2, 20);
            in.flush();
        }
        assertThat(other.waitFor()).isZero();
    }

    @Test
    void mapsARangeOfIdsInAUserNamespace() throws IOException, InterruptedException {
        RunRequest.Builder request = request(
                Preset.NAMESPACES,
                "id -u; cat /proc/self/uid_map /proc/self/gid_map | tr -s ' '; sed -n 's/^CapEff:\\s*//p'"
                        + " /proc/self/status; touch /dev/shm/mine && stat -c %u /dev/shm/mine; hostname inside &&"
                        + " hostname; cat /dev/null && echo null");
        for (Namespace type :
                List.of(Namespace.USER, Namespace.MOUNT, Namespace.PID, Namespace.UTS, Namespace.NET, Namespace.IPC)) {
            request.namespace(type, NamespaceMode.PRIVATE);
        }
        request.uidMapping(new IdMapping(0, 100_000, 65_536)).gidMapping(new IdMapping(0, 100_000, 65_536));
        Outcome outcome = run(request);
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.output())
                .isEqualTo("0\n 0 100000 65536\n 0 100000 65536\n000001ffffffffff\n0\ninside\nnull\n");
    }

    @Test
    void givesAContainerAUserNamespaceOfItsOwn() throws IOException, InterruptedException {
        Path probe = Path.of("/usr/hull-test-" + System.nanoTime());
        Outcome outcome = runs.run(
                runs.plans().withSeccomp(),
                request(
                                Preset.CONTAINER,
                                "tr -s ' ' < /proc/self/uid_map; id -u; echo x > " + probe + " && cat " + probe
                                        + "; sed -n 's/^CapEff:\\s*//p' /proc/self/status; cat /proc/keys; ls -l"
                                        + " /dev/null | cut -c1")
                        .namespace(Namespace.USER, NamespaceMode.PRIVATE)
                        .build());
        assertThat(outcome).isEqualTo(new Outcome(0, " 0 0 4294967295\n0\nx\n00000000a80425fb\nc\n", ""));
        assertThat(probe).doesNotExist();
    }

    @Test
    void setsTheClocksOfATimeNamespace() throws IOException, InterruptedException {
        RunRequest.Builder request =
                request(Preset.NAMESPACES, "cat /proc/uptime; cat /proc/self/timens_offsets | tr -s ' '");
        request.namespace(Namespace.TIME, NamespaceMode.PRIVATE);
        request.boottimeOffset(new TimeOffset(1_000_000, 0)).monotonicOffset(new TimeOffset(-3, 500));
        String[] lines = run(request).output().split("\n");
        assertThat(Double.parseDouble(lines[0].split(" ")[0])).isGreaterThan(1_000_000);
        assertThat(lines[1]).isEqualTo("monotonic -3 500");
        assertThat(lines[2]).isEqualTo("boottime 1000000 0");
    }

    @Test
    void changesTheRootAndNothingElse() throws IOException, InterruptedException {
        Path image = busybox();
        Plans plans = runs.plans();
        plans.rootfs = new Rootfs.Directory(image.toString());
        plans.user = new ResolvedUser(12, 34, List.of(56L), "/");
        Outcome outcome = runs.run(
                plans,
                RunRequest.of(Preset.CHROOT, image.toString())
                        .command(
                                List.of("/bin/busybox", "sh", "-c", "busybox ls /; busybox id; pwd; echo x > /written"))
                        .build());
        // written by another user than the directory's
        assertThat(outcome.output()).isEqualTo("bin\nuid=12 gid=34 groups=56\n/\n");
        assertThat(image.resolve("written")).doesNotExist();
    }

    @Test
    void sharesEveryNamespaceInAChroot() throws IOException, InterruptedException {
        Plans plans = runs.plans();
        plans.rootfs = new Rootfs.Directory("/");
        Outcome outcome = runs.run(
                plans,
                request(
                                Preset.CHROOT,
                                "for i in mnt pid net ipc uts user cgroup time; do readlink /proc/self/ns/$i; done")
                        .build());
        for (Namespace type : Namespace.values()) {
            assertThat(outcome.output()).contains(own(type));
        }
    }

    @Test
    void killsWhatAChrootLeavesRunning() throws IOException, InterruptedException {
        Plans plans = runs.plans();
        plans.rootfs = new Rootfs.Directory("/");
        Outcome outcome = runs.run(
                plans,
                request(Preset.CHROOT, "setsid sleep 300 > /dev/null 2>&1 & echo $!")
                        .build());
        assertThat(isRunning(outcome.output().strip())).isFalse();
    }

    /** A process that was killed stays a zombie until its new parent looks. */
    private static boolean isRunning(String pid) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return !stat.contains(") Z ") && !stat.contains(") X ");
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Test
    void givesAChrootWithMountsAMountNamespace() throws IOException, InterruptedException {
        Path image = busybox();
        Path source = Files.createDirectories(directory.resolve("source"));
        Files.writeString(source.resolve("file"), "content\n");
        Plans plans = runs.plans();
        plans.rootfs = new Rootfs.Directory(image.toString());
        Outcome outcome = runs.run(
                plans,
                RunRequest.of(Preset.CHROOT, image.toString())
                        .command(List.of("/bin/busybox", "cat", "/data/file"))
                        .mount(MountRequest.bind(source.toString(), "/data", true))
                        .build());
        assertThat(outcome).isEqualTo(new Outcome(0, "content\n", ""));
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(image.toString());
    }

    @Test
    void refusesWhatContradictsItself() {
        RunRequest.Builder offsets = request(Preset.NAMESPACES, "true").boottimeOffset(new TimeOffset(1, 0));
        assertThatThrownBy(() -> run(offsets)).hasMessageContaining("--unshare time");
        RunRequest.Builder mapped = request(Preset.NAMESPACES, "true").uidMapping(new IdMapping(0, 0, 1));
        assertThatThrownBy(() -> run(mapped)).hasMessageContaining("user namespace");
        RunRequest.Builder sysctl = request(Preset.CONTAINER, "true")
                .namespace(Namespace.NET, NamespaceMode.HOST)
                .sysctl("net.ipv4.ip_forward", "1");
        assertThatThrownBy(() -> run(sysctl)).hasMessageContaining("shares the host's");
        RunRequest.Builder machine = request(Preset.CONTAINER, "true").sysctl("kernel.panic", "1");
        assertThatThrownBy(() -> run(machine)).hasMessageContaining("whole machine");
    }

    private Path busybox() throws IOException {
        Path image = Files.createDirectories(directory.resolve("image"));
        Path bin = Files.createDirectories(image.resolve("bin"));
        Files.copy(Path.of("/bin/busybox"), bin.resolve("busybox"));
        return image;
    }
}
