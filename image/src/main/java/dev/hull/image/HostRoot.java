package dev.hull.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The image {@code host}: which of the machine's mounts become lowers, and what is masked by default.
 *
 * <p>A lower is what holds files: block devices, network and shared file systems, a tmpfs outside {@code /run}. Left
 * out are the kernel's own file systems (the container gets its own), what other containers are made of, and
 * everything below {@code /proc /sys /dev /run}.
 */
final class HostRoot {
    private static final Set<String> NOT_FILES = Set.of(
            "proc",
            "sysfs",
            "devtmpfs",
            "devpts",
            "cgroup",
            "cgroup2",
            "mqueue",
            "debugfs",
            "tracefs",
            "securityfs",
            "pstore",
            "bpf",
            "configfs",
            "efivarfs",
            "fusectl",
            "binfmt_misc",
            "autofs",
            "hugetlbfs",
            "rpc_pipefs",
            "nsfs",
            "selinuxfs",
            "nfsd",
            "overlay",
            "fuse");

    /** They compare names in their own way; overlayfs refuses such a lower ({@code ovl_dentry_weird}). */
    private static final Set<String> OWN_NAMES = Set.of("vfat", "msdos", "exfat", "ntfs3", "cifs", "smb3", "hfsplus");

    private static final List<String> KERNEL_DIRECTORIES = List.of("/proc", "/sys", "/dev", "/run");

    private static final List<String> SECRETS = List.of(
            "/etc/shadow",
            "/etc/shadow-",
            "/etc/gshadow",
            "/etc/gshadow-",
            "/etc/security/opasswd",
            "/etc/sudoers",
            "/etc/sudoers.d",
            "/etc/krb5.keytab",
            "/etc/ssh/ssh_host_rsa_key",
            "/etc/ssh/ssh_host_ecdsa_key",
            "/etc/ssh/ssh_host_ed25519_key",
            "/etc/ssl/private",
            "/etc/wireguard",
            "/etc/NetworkManager/system-connections",
            "/var/backups",
            "/var/spool/cron",
            "/var/lib/docker",
            "/var/lib/containerd",
            "/var/lib/containers",
            "/var/lib/private",
            "/root",
            "/home");

    private HostRoot() {}

    /**
     * The machine's root as it is now.
     *
     * @param ownState directories of Hull's own that no container may see
     */
    static RootFilesystem.Host read(List<Path> ownState) {
        try {
            String mountInfo = Files.readString(Path.of("/proc/self/mountinfo"), StandardCharsets.UTF_8);
            return of(mountInfo, ownState);
        } catch (IOException e) {
            throw new ImageException("read", "/proc/self/mountinfo", FileError.reason(e), "is /proc mounted?", e);
        }
    }

    static RootFilesystem.Host of(String mountInfo, List<Path> ownState) {
        List<RootFilesystem.HostMount> mounts = new ArrayList<>();
        for (MountInfo.Mount mount : MountInfo.visible(mountInfo)) {
            if (isRoot(mount) || (holdsFiles(mount) && !isBelowAny(mount.point(), ownState))) {
                boolean bind = OWN_NAMES.contains(mount.fileSystem()) || !Files.isDirectory(Path.of(mount.point()));
                mounts.add(new RootFilesystem.HostMount(mount.point(), mount.fileSystem(), mount.source(), bind));
            }
        }
        mounts.sort((one, other) -> one.path().compareTo(other.path()));
        if (mounts.isEmpty() || !mounts.getFirst().path().equals("/")) {
            // in a chroot the root need not be a mount
            mounts.addFirst(new RootFilesystem.HostMount("/", "unknown", "none", false));
        }
        return new RootFilesystem.Host(mounts, masks(ownState));
    }

    private static boolean isRoot(MountInfo.Mount mount) {
        return mount.point().equals("/");
    }

    private static boolean holdsFiles(MountInfo.Mount mount) {
        String type = mount.fileSystem();
        if (NOT_FILES.contains(type) || type.startsWith("fuse.")) {
            return false;
        }
        for (String directory : KERNEL_DIRECTORIES) {
            if (mount.point().equals(directory) || MountInfo.isBelow(mount.point(), directory)) {
                return false;
            }
        }
        try {
            return Files.exists(Path.of(mount.point()));
        } catch (InvalidPathException e) {
            // a name that is no UTF-8: nobody but its owner looks for it
            return false;
        }
    }

    private static boolean isBelowAny(String point, List<Path> directories) {
        for (Path directory : directories) {
            if (MountInfo.isBelow(point, directory.toString())) {
                return true;
            }
        }
        return false;
    }

    private static List<RootFilesystem.Mask> masks(List<Path> ownState) {
        List<RootFilesystem.Mask> masks = new ArrayList<>();
        for (String secret : SECRETS) {
            addMask(masks, Path.of(secret));
        }
        for (Path state : ownState) {
            boolean below = false;
            for (String directory : KERNEL_DIRECTORIES) {
                below |= MountInfo.isBelow(state.toString(), directory);
            }
            if (!below) {
                // made by the time of the start, if it is not there yet
                masks.add(new RootFilesystem.Mask(state.toString(), true));
            }
        }
        return masks;
    }

    private static void addMask(List<RootFilesystem.Mask> masks, Path path) {
        if (Files.isDirectory(path)) {
            masks.add(new RootFilesystem.Mask(path.toString(), true));
        } else if (Files.exists(path)) {
            masks.add(new RootFilesystem.Mask(path.toString(), false));
        }
    }
}
