package dev.hull.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostRootTest {
    @Test
    void keepsFilesLeavesTheKernelsOut() {
        RootFilesystem.Host host = HostRoot.of("""
            22 27 0:21 / /proc rw - proc proc rw
            23 27 0:22 / /sys rw - sysfs sysfs rw
            24 27 0:6 / /dev rw - devtmpfs devtmpfs rw
            25 24 0:23 / /dev/shm rw - tmpfs tmpfs rw
            27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
            30 27 8:1 / /usr rw - ext4 /dev/sda1 rw
            31 27 0:40 / /run rw - tmpfs tmpfs rw
            32 31 0:41 / /run/user/0 rw - tmpfs tmpfs rw
            33 27 8:2 / /boot rw - vfat /dev/sda2 rw
            34 27 0:42 / /tmp rw - tmpfs tmpfs rw
            35 27 0:43 / /var rw - overlay overlay rw
            36 27 0:44 / /mnt rw - fuse.sshfs x rw
            37 27 8:1 /hostname /etc/hostname rw - ext4 /dev/sda1 rw
            """, List.of());
        assertThat(host.mounts())
                .containsExactly(
                        new RootFilesystem.HostMount("/", "ext4", "/dev/vda", false),
                        new RootFilesystem.HostMount("/boot", "vfat", "/dev/sda2", true),
                        new RootFilesystem.HostMount("/etc/hostname", "ext4", "/dev/sda1", true),
                        new RootFilesystem.HostMount("/tmp", "tmpfs", "tmpfs", false),
                        new RootFilesystem.HostMount("/usr", "ext4", "/dev/sda1", false));
    }

    @Test
    void hiddenMountsAreNotThere() {
        RootFilesystem.Host host = HostRoot.of("""
            1 0 254:0 / / rw - ext4 root rw
            2 1 8:1 / /usr rw - ext4 covered rw
            3 2 8:2 / /usr rw - ext4 covering rw
            4 2 8:3 / /usr/bin rw - ext4 below-the-covered rw
            5 3 8:4 / /usr/lib rw - ext4 seen rw
            6 1 8:5 / /var/log rw - ext4 covered-by-sibling rw
            7 1 8:6 / /var rw - ext4 sibling rw
            """, List.of());
        assertThat(host.mounts().stream().map(RootFilesystem.HostMount::source))
                .containsExactly("root", "covering", "seen", "sibling");
    }

    @Test
    void namesAreUnescapedAndAChrootHasARoot() {
        RootFilesystem.Host host = HostRoot.of("7 1 8:6 / /tmp/a\\040b rw - ext4 /dev/x\\011y rw\n", List.of());
        assertThat(host.mounts()).containsExactly(new RootFilesystem.HostMount("/", "unknown", "none", false));
        assertThat(MountInfo.visible("7 1 8:6 / /tmp/a\\040b rw - ext4 /dev/x\\011y rw\n")
                        .getFirst()
                        .point())
                .isEqualTo("/tmp/a b");
    }

    @Test
    void masksSecretsAndOwnState() {
        RootFilesystem.Host host =
                HostRoot.read(List.of(Path.of("/var/lib"), Path.of("/run/none"), Path.of("/none/such")));
        assertThat(host.mounts().getFirst().path()).isEqualTo("/");
        assertThat(host.masks())
                .contains(
                        new RootFilesystem.Mask("/etc/shadow", false),
                        new RootFilesystem.Mask("/root", true),
                        new RootFilesystem.Mask("/home", true),
                        new RootFilesystem.Mask("/var/lib", true),
                        new RootFilesystem.Mask("/none/such", true))
                .noneMatch(mask -> mask.path().startsWith("/run"));
    }
}
