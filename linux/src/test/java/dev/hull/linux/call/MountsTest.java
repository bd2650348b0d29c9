package dev.hull.linux.call;

import static dev.hull.linux.call.FileDescriptor.AT_FDCWD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hull.linux.CloneFlags;
import dev.hull.linux.MountFlags;
import dev.hull.linux.OpenFlags;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a mount namespace of their own: nothing shows in the host's. */
class MountsTest {
    @TempDir
    Path folder;

    private static <T> T inMountNamespace(Callable<T> action) throws Exception {
        return NamespaceThread.call(() -> {
            NamespaceThread.unshare(CloneFlags.CLONE_NEWNS);
            Mounts.mount(null, Pathname.of("/"), null, MountFlags.MS_REC | MountFlags.MS_PRIVATE, null);
            return action.call();
        });
    }

    private static String mountinfo() throws Exception {
        try (FileDescriptor file = Opening.open(Pathname.of("/proc/thread-self/mountinfo"), OpenFlags.O_RDONLY)) {
            byte[] bytes = new byte[1 << 16];
            return new String(bytes, 0, FileContent.read(file, bytes, 0, bytes.length), StandardCharsets.UTF_8);
        }
    }

    @Test
    void attachesADetachedFileSystem() throws Exception {
        Pathname target = Pathname.of(folder);
        String seen = inMountNamespace(() -> {
            try (FilesystemContext context = FilesystemContext.open("tmpfs")) {
                context.string("size", Pathname.of("1m"));
                context.string("source", Pathname.of("hull-test"));
                try (FileDescriptor mount = context.mount(MountFlags.MOUNT_ATTR_NODEV)) {
                    FileTree.mkdirat(mount, Pathname.of("inside"), 0755);
                    assertThat(mountinfo()).doesNotContain("hull-test");
                    Mounts.setAttributes(
                            mount, Pathname.EMPTY, OpenFlags.AT_EMPTY_PATH, MountFlags.MOUNT_ATTR_RDONLY, 0, 0, null);
                    Mounts.moveMount(mount, AT_FDCWD, target, 0);
                }
            }
            String info = mountinfo();
            assertThatThrownBy(() -> FileTree.mkdirat(AT_FDCWD, target.resolve(Pathname.of("x")), 0755))
                    .hasMessageContaining("EROFS");
            Mounts.umount2(target, MountFlags.MNT_DETACH);
            assertThat(mountinfo()).doesNotContain("hull-test");
            return info;
        });
        assertThat(seen).contains(folder + " ro,nodev,relatime - tmpfs hull-test rw,size=1024k");
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(folder.toString());
    }

    @Test
    void clonesATree() throws Exception {
        Path source = Files.createDirectory(folder.resolve("source"));
        Path target = Files.createDirectory(folder.resolve("target"));
        Files.writeString(source.resolve("file"), "content");
        boolean seen = inMountNamespace(() -> {
            try (FileDescriptor tree = Mounts.openTree(
                    AT_FDCWD, Pathname.of(source), MountFlags.OPEN_TREE_CLONE | OpenFlags.AT_RECURSIVE)) {
                Mounts.moveMount(tree, AT_FDCWD, Pathname.of(target), 0);
            }
            return FileTree.accessible(AT_FDCWD, Pathname.of(target.resolve("file")), OpenFlags.R_OK);
        });
        assertThat(seen).isTrue();
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void tellsTheKernelsOwnReason() throws Exception {
        try (FilesystemContext context = FilesystemContext.open("tmpfs")) {
            assertThatThrownBy(() -> context.string("size", Pathname.of("rubbish")))
                    .hasMessageStartingWith("fsconfig tmpfs option size=rubbish (")
                    .hasMessageContaining("tmpfs: Bad value for 'size'")
                    .hasMessageEndingWith("EINVAL (Invalid argument)");
        }
        assertThatThrownBy(() -> FilesystemContext.open("nosuchfs"))
                .hasMessage("fsopen nosuchfs: ENODEV (No such device)");
    }

    @Test
    void leavesNamespacesOnlyOnAThreadThatEnds() throws Exception {
        assertThatThrownBy(() -> NamespaceThread.unshare(CloneFlags.CLONE_NEWNS))
                .isInstanceOf(IllegalStateException.class);
        Path own = Path.of("/proc/thread-self/ns/uts");
        String host = Files.readSymbolicLink(own).toString();
        String inside = NamespaceThread.call(() -> {
            NamespaceThread.unshare(CloneFlags.CLONE_NEWUTS);
            return Files.readSymbolicLink(own).toString();
        });
        assertThat(inside).isNotEqualTo(host);
        assertThat(Files.readSymbolicLink(own)).hasToString(host);
        assertThatThrownBy(() -> NamespaceThread.call(() -> {
                    throw new java.io.FileNotFoundException("mine");
                }))
                .isInstanceOf(java.io.FileNotFoundException.class);
    }

    @Test
    void entersTheNamespacesOfAnotherProcess() throws Exception {
        Process process =
                new ProcessBuilder("unshare", "-m", "-u", "sh", "-c", "hostname hull-test; echo; read x").start();
        try {
            assertThat(process.getInputStream().read()).isEqualTo('\n');
            String name = NamespaceThread.call(() -> {
                try (Pidfd pidfd = Pidfd.open((int) process.pid())) {
                    NamespaceThread.setns(pidfd.descriptor(), CloneFlags.CLONE_NEWNS | CloneFlags.CLONE_NEWUTS);
                }
                return Files.readString(Path.of("/proc/sys/kernel/hostname"));
            });
            assertThat(name).isEqualTo("hull-test\n");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
