package dev.hull.conformance.guest;

import dev.hull.conformance.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A Debian 6.1 kernel in QEMU's software CPU that runs one shell script and powers off.
 *
 * @param kernel the unpacked kernel
 * @param initramfs mounts the disk and runs its {@code /init}
 * @param disk the root file system; the guest's writes are thrown away
 */
record DebianGuest(GuestKernel kernel, Path initramfs, Path disk) {
    /** In this order: each needs the ones before it. */
    private static final List<String> MODULES = List.of(
            "drivers/virtio/virtio_ring.ko",
            "drivers/virtio/virtio.ko",
            "drivers/virtio/virtio_pci_legacy_dev.ko",
            "drivers/virtio/virtio_pci_modern_dev.ko",
            "drivers/virtio/virtio_pci.ko",
            "drivers/block/virtio_blk.ko",
            "fs/overlayfs/overlay.ko");

    private static final String INITRAMFS_INIT = """
        #!/bin/busybox sh
        /bin/busybox mkdir -p /dev /proc /root
        /bin/busybox mount -t devtmpfs dev /dev
        for module in @MODULES@; do /bin/busybox insmod /modules/$module; done
        /bin/busybox mount -t ext4 /dev/vda /root || exec /bin/busybox poweroff -f
        /bin/busybox umount /dev
        exec /bin/busybox switch_root /root /init
        """;

    /** Runs before the script: the file systems that a running system has, with cgroup v2 as the only cgroups. */
    private static final String SYSTEM_INIT = """
        #!/bin/sh
        export PATH=/usr/bin:/bin HOME=/root
        mount -t proc proc /proc
        mount -t sysfs sys /sys
        mount -t devtmpfs dev /dev
        mkdir -p /dev/pts /dev/shm
        mount -t devpts -o mode=620,ptmxmode=000 devpts /dev/pts
        mount -t tmpfs -o mode=1777 shm /dev/shm
        mount -t tmpfs -o mode=755 run /run
        mount -t cgroup2 cgroup2 /sys/fs/cgroup
        hostname guest
        """;

    /**
     * Builds a guest in the folder.
     *
     * @param trees absolute paths of this machine that the guest has at the same paths
     * @param script shell commands; the guest powers off after them
     */
    static DebianGuest build(Path cache, Path folder, List<Path> trees, String script) throws IOException {
        GuestKernel kernel = GuestKernel.in(cache);
        String init = SYSTEM_INIT + script + "\nsync\npoweroff -f\n";
        return new DebianGuest(kernel, initramfs(kernel, folder), GuestDisk.make(folder, trees, init));
    }

    /** Boots the guest and returns what it wrote to its serial line. */
    Outcome boot(int limitSeconds) {
        return Outcome.command(
                "timeout",
                "--kill-after=5",
                Integer.toString(limitSeconds),
                "qemu-system-x86_64",
                "-accel",
                "tcg,tb-size=1024",
                "-M",
                "q35",
                "-cpu",
                "max",
                "-smp",
                "1",
                "-m",
                "4G",
                "-nodefaults",
                "-display",
                "none",
                "-no-reboot",
                "-serial",
                "stdio",
                "-kernel",
                kernel.image().toString(),
                "-initrd",
                initramfs.toString(),
                "-append",
                "console=ttyS0 quiet panic=-1",
                "-drive",
                "file=" + disk + ",if=virtio,format=raw,snapshot=on");
    }

    private static Path initramfs(GuestKernel kernel, Path folder) throws IOException {
        Path root = Files.createDirectories(folder.resolve("initramfs"));
        Files.createDirectories(root.resolve("modules"));
        Files.createDirectories(root.resolve("bin"));
        Files.copy(Path.of("/bin/busybox"), root.resolve("bin/busybox"));
        StringBuilder names = new StringBuilder();
        for (String module : MODULES) {
            Path file = kernel.modules().resolve(module);
            Files.copy(file, root.resolve("modules").resolve(file.getFileName()));
            names.append(file.getFileName()).append(' ');
        }
        Path init = root.resolve("init");
        Files.writeString(init, INITRAMFS_INIT.replace("@MODULES@", names));
        for (Path program : List.of(init, root.resolve("bin/busybox"))) {
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Path image = folder.resolve("initramfs.cpio");
        Outcome.command(
                        "sh",
                        "-c",
                        "cd \"$1\" && find . | cpio --quiet -o -H newc >\"$2\"",
                        "sh",
                        root.toString(),
                        image.toString())
                .succeeded();
        return image;
    }
}
