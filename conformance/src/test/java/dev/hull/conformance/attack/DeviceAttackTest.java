package dev.hull.conformance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.conformance.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Making a node of the host's disk, or using one that lies in the image. */
class DeviceAttackTest {
    private final Arena arena = Arena.open();

    @AfterEach
    void hostIsUntouched() {
        arena.close();
    }

    @Test
    void theHostsDisksAndMemoryCannotBeMade() throws IOException {
        for (String device : new String[] {disk(), "c 1 1", "c 1 2", "c 1 4", "c 10 200", "c 10 229", "c 4 64"}) {
            Outcome outcome = arena.script("mknod /tmp/d " + device + " && head -c 1 /tmp/d | wc -c");
            assertThat(outcome.text()).as(device).isEmpty();
            assertThat(outcome.errorText()).contains("Operation not permitted");
        }
    }

    @Test
    void aNodeInTheImageCannotBeOpened() throws IOException {
        Outcome.command(
                        "mknod",
                        arena.image("disk").toString(),
                        disk().split(" ", -1)[0],
                        disk().split(" ", -1)[1],
                        disk().split(" ", -1)[2])
                .succeeded();
        Outcome outcome = arena.script("head -c 1 /disk | wc -c; (: >>/disk) && echo writable; true");
        assertThat(outcome.succeeded().lines()).containsExactly("0");
    }

    /** A host on which no cgroup is mounted: nothing but nodev and the lack of CAP_MKNOD stands in the way. */
    @Test
    void withoutADeviceControllerNeither() throws IOException {
        String[] disk = disk().split(" ", -1);
        Path folder = Files.createDirectory(arena.product().state().resolve("folder"));
        for (Path node : List.of(arena.image("disk"), folder.resolve("disk"))) {
            Outcome.command("mknod", node.toString(), disk[0], disk[1], disk[2]).succeeded();
        }
        String script =
                "mknod /tmp/d " + String.join(" ", disk) + " && echo made; head -c 1 /disk; head -c 1 /folder/disk;"
                        + " echo x >/dev/null && head -c 4 /dev/zero | wc -c; cat /proc/keys";
        List<String> line =
                new ArrayList<>(List.of("unshare", "-m", "sh", "-c", "umount -R /sys/fs/cgroup && exec \"$@\"", "sh"));
        line.addAll(arena.product()
                .process("run", "--rm", "-v", folder + ":/folder", arena.image().toString(), "sh", "-c", script)
                .command());
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(arena.product().process().environment());
        Outcome outcome = Outcome.of(builder, new byte[0]);
        assertThat(outcome.lines()).as(outcome.errorText()).containsExactly("4");
        assertThat(outcome.errorText())
                .contains("/disk: Permission denied")
                .contains("/folder/disk: Permission denied");
    }

    @Test
    void theContainersOwnDevicesWork() {
        String script =
                "mknod /tmp/null c 1 3 && echo x >/tmp/null && head -c 4 /dev/zero | wc -c; head -c 4 /dev/urandom |"
                        + " wc -c; (echo x >/dev/full) 2>/dev/null || echo full";
        assertThat(arena.script(script).succeeded().lines()).containsExactly("4", "4", "full");
    }

    /** The first disk of this machine. */
    private static String disk() throws IOException {
        try (var disks = Files.list(Path.of("/sys/block"))) {
            Path disk = disks.filter(path -> path.getFileName().toString().matches("[svn]d?.*"))
                    .findFirst()
                    .orElseThrow();
            try (var in = Files.newBufferedReader(disk.resolve("dev"))) {
                String[] numbers = in.readLine().split(":", -1);
                return "b " + numbers[0] + " " + numbers[1];
            }
        }
    }
}
