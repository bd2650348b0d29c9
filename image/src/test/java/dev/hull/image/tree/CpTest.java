package dev.hull.image.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hull.image.Shell;
import dev.hull.image.Workspace;
import dev.hull.linux.call.LinuxException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CpTest {
    @RegisterExtension
    final Workspace workspace = new Workspace();

    @BeforeEach
    void trees() throws Exception {
        Shell.run(workspace.path(), """
            mkdir -p c/etc c/data/old c/file.d host/dir/sub outside
            echo conf > c/etc/conf; echo f > host/file; echo s > host/dir/sub/s; ln -s sub host/dir/link
            ln -s file host/link; echo x > outside/secret
            ln -s /data c/abs; ln -s ../../../../outside c/up; ln -s /etc/conf c/flink; ln -s /new c/dangling
            echo a > host/dir/a; ln host/dir/a host/dir/b; chown -R 7:8 host; chmod 4755 host/dir/a
            truncate -s 10M host/dir/hole; echo end >> host/dir/hole; mkfifo host/dir/fifo; touch -d '2005-05-05 UTC' host/dir/sub
            """);
    }

    @Test
    void fileBecomesTheTargetOrGoesIntoTheDirectory() throws Exception {
        in("host/file", "/new");
        in("host/file", "/data");
        in("host/file", "/data/");
        in("host/file", "/data/renamed");
        in("host/file", "/etc/conf");
        assertThat(list("c/new c/data/file c/data/renamed c/etc/conf")).isEqualTo("f\nf\nf\nf\n");
        assertThatThrownBy(() -> in("host/file", "/none/"))
                .isInstanceOf(LinuxException.class)
                .hasMessageContaining("ENOENT");
        assertThatThrownBy(() -> in("host/file", "/none/x")).hasMessageContaining("ENOENT");
        assertThatThrownBy(() -> in("host/file", "/etc/conf/")).hasMessageContaining("ENOTDIR");
        assertThatThrownBy(() -> in("host/none", "/x")).hasMessageContaining("ENOENT");
    }

    @Test
    void directoryKeepsItsNameOnlyWhereTheTargetExists() throws Exception {
        in("host/dir", "/fresh");
        in("host/dir", "/data");
        in("host/dir/.", "/file.d");
        for (String copy : List.of("c/fresh", "c/data/dir", "c/file.d")) {
            Shell.run(workspace.path(), "diff -r --no-dereference host/dir " + copy + " || test -p " + copy + "/fifo");
            assertThat(Shell.describe(workspace.path().resolve(copy)))
                    .as(copy)
                    .isEqualTo(Shell.describe(workspace.path().resolve("host/dir")));
            assertThat(Long.parseLong(Shell.run(workspace.path(), "stat -c %b " + copy + "/hole")
                            .strip()))
                    .isLessThan(100);
        }
        assertThatThrownBy(() -> in("host/dir", "/etc/conf")).hasMessageContaining("ENOTDIR");
    }

    @Test
    void linksAreCopiedUnlessFollowed() throws Exception {
        copy(host("host/link"), inside("/l1"), false, new Ownership.Kept());
        copy(host("host/link"), inside("/l2"), true, new Ownership.Kept());
        copy(inside("/abs"), host("host/l3"), true, new Ownership.Kept());
        assertThat(Shell.run(workspace.path(), "readlink c/l1; cat c/l2; ls -d host/l3/old"))
                .isEqualTo("file\nf\nhost/l3/old\n");
    }

    @Test
    void targetsThroughLinksStayInTheRoot() throws Exception {
        in("host/file", "/abs");
        in("host/file", "/abs/two");
        in("host/file", "/flink");
        in("host/file", "/dangling");
        assertThat(list("c/data/file c/data/two c/etc/conf c/new")).isEqualTo("f\nf\nf\nf\n");
        assertThatThrownBy(() -> in("host/file", "/up/x")).hasMessageContaining("ENOENT");
        assertThatThrownBy(() -> copy(inside("/up/secret"), host("host/x"), true, new Ownership.Kept()))
                .hasMessageContaining("ENOENT");
        assertThatThrownBy(() -> copy(inside("/../outside/secret"), host("host/x"), true, new Ownership.Kept()))
                .hasMessageContaining("ENOENT");
        assertThat(Shell.run(workspace.path(), "ls outside")).isEqualTo("secret\n");
    }

    @Test
    void ownersAreGivenOrKept() throws Exception {
        copy(host("host/dir"), inside("/given"), false, new Ownership.Given(0, 0));
        in("host/dir", "/kept");
        assertThat(Shell.run(workspace.path(), "stat -c '%u:%g %a' c/given/a c/kept/a"))
                .isEqualTo("0:0 755\n7:8 4755\n");
    }

    @Test
    void directoryIsNotCopiedIntoItself() {
        assertThatThrownBy(() -> copy(inside("/"), inside("/data"), false, new Ownership.Kept()))
                .hasMessageContaining("into itself");
        assertThatThrownBy(() -> copy(inside("/etc/conf"), inside("/etc/conf"), false, new Ownership.Kept()))
                .hasMessageContaining("onto itself");
    }

    @Test
    void archivesGoOutAndComeIn() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TreeRoot machine = TreeRoot.open(Path.of("/"))) {
            Cp.archive(new Cp.End(machine, workspace.path() + "/host/dir"), false, new Ownership.Kept(), out);
        }
        Files.write(workspace.path().resolve("out.tar"), out.toByteArray());
        Shell.run(workspace.path(), "tar --compare -f out.tar -C host; mkdir t; tar -xpf out.tar -C t");
        assertThat(Shell.describe(workspace.path().resolve("t/dir")))
                .isEqualTo(Shell.describe(workspace.path().resolve("host/dir")));
        extract(out.toByteArray(), "/abs");
        assertThat(Shell.describe(workspace.path().resolve("c/data/dir")))
                .isEqualTo(Shell.describe(workspace.path().resolve("host/dir")));
        assertThatThrownBy(() -> extract(out.toByteArray(), "/none")).hasMessageContaining("ENOENT");
        assertThatThrownBy(() -> extract(out.toByteArray(), "/etc/conf")).hasMessageContaining("ENOTDIR");
    }

    @Test
    void rootOfAnArchiveThroughALinkLeavesTheLink() throws Exception {
        Shell.run(workspace.path(), "tar -cf in.tar -C host/dir .");
        extract(Files.readAllBytes(workspace.path().resolve("in.tar")), "/abs");
        assertThat(Shell.run(workspace.path(), "readlink c/abs; cat c/data/sub/s"))
                .isEqualTo("/data\ns\n");
    }

    /** CVE-2018-15664: while a program swaps a directory for a link that leads out, nothing outside is read or written. */
    @Test
    void swappedDirectoryLeadsNowhere() throws Exception {
        Shell.run(
                workspace.path(),
                "mkdir c/swap; ln -s " + workspace.path() + "/outside c/evil; echo in > c/swap/secret");
        AtomicBoolean stop = new AtomicBoolean();
        Path one = workspace.path().resolve("c/swap");
        Path two = workspace.path().resolve("c/evil");
        Path between = workspace.path().resolve("c/between");
        Thread swapper = Thread.ofPlatform().start(() -> {
            try {
                while (!stop.get()) {
                    Files.move(one, between);
                    Files.move(two, one);
                    Files.move(between, two);
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        try {
            for (int i = 0; i < 2000; i++) {
                attempt(host("host/file"), inside("/swap/written"));
                attempt(inside("/swap/secret"), host("host/read"));
                Path read = workspace.path().resolve("host/read");
                if (Files.exists(read)) {
                    assertThat(Files.readString(read)).isEqualTo("in\n");
                }
            }
        } finally {
            stop.set(true);
            swapper.join();
        }
        assertThat(Shell.run(workspace.path(), "ls outside; cat outside/secret"))
                .isEqualTo("secret\nx\n");
    }

    private void attempt(Cp.End from, Cp.End to) throws IOException {
        try {
            copy(from, to, false, new Ownership.Kept());
        } catch (LinuxException e) {
            assertThat(e.getMessage()).containsAnyOf("ENOENT", "EXDEV", "ELOOP", "ENOTDIR", "EEXIST");
        }
    }

    @Test
    void nothingStaysOpen() throws Exception {
        Path descriptors = Path.of("/proc/self/fd");
        for (int round = 0; round < 30; round++) {
            if (round == 10) {
                Files.writeString(
                        workspace.path().resolve("before"),
                        Integer.toString(descriptors.toFile().list().length));
            }
            in("host/dir", "/round" + round);
            assertThatThrownBy(() -> in("host/file", "/none/")).isInstanceOf(LinuxException.class);
            assertThatThrownBy(() -> in("host/dir", "/etc/conf")).isInstanceOf(LinuxException.class);
            assertThatThrownBy(() -> in("host/file", "/up/x")).isInstanceOf(LinuxException.class);
            assertThatThrownBy(() -> extract(new byte[700], "/data")).isInstanceOf(IOException.class);
            TreeRoot.removeTree(workspace.path().resolve("c/round" + round));
        }
        int before = Integer.parseInt(Files.readString(workspace.path().resolve("before")));
        assertThat(descriptors.toFile().list()).hasSizeLessThanOrEqualTo(before);
    }

    @Test
    void copyUpObeysWhiteoutsAndOpaqueDirectories() throws Exception {
        Shell.run(workspace.path(), """
            mkdir -p low/d/e top/d/e vol; echo 1 > low/d/keep; echo 1 > low/d/gone; echo 1 > low/d/e/hidden; echo 1 > low/x
            echo 2 > top/d/new; mknod top/d/gone c 0 0; setfattr -n trusted.overlay.opaque -v y top/d/e; echo 2 > top/d/e/seen
            chown 5:6 top; chmod 1777 top; mkdir top/x
            """);
        TreeCopy.copyUp(
                List.of(workspace.path().resolve("top"), workspace.path().resolve("low")),
                workspace.path().resolve("vol"));
        assertThat(Shell.run(workspace.path(), "cd vol; find . | LC_ALL=C sort | tr '\\n' ' '; stat -c '%u:%g %a' ."))
                .isEqualTo(". ./d ./d/e ./d/e/seen ./d/keep ./d/new ./x 5:6 1777\n");
    }

    private Cp.End host(String path) {
        return new Cp.End(open(Path.of("/")), workspace.path() + "/" + path);
    }

    private Cp.End inside(String path) {
        return new Cp.End(open(workspace.path().resolve("c")), path);
    }

    private static TreeRoot open(Path path) {
        try {
            return TreeRoot.open(path);
        } catch (LinuxException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void in(String from, String to) throws IOException {
        copy(host(from), inside(to), false, new Ownership.Kept());
    }

    private static void copy(Cp.End from, Cp.End to, boolean followLink, Ownership ownership) throws IOException {
        try (TreeRoot source = from.root();
                TreeRoot target = to.root()) {
            Cp.copy(new Cp.End(source, from.path()), new Cp.End(target, to.path()), followLink, ownership);
        }
    }

    private void extract(byte[] archive, String to) throws IOException {
        try (TreeRoot root = TreeRoot.open(workspace.path().resolve("c"))) {
            Cp.extract(new ByteArrayInputStream(archive), new Cp.End(root, to), new Ownership.Kept());
        }
    }

    private String list(String files) throws Exception {
        return Shell.run(workspace.path(), "cat " + files);
    }
}
