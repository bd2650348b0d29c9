package dev.hull.linux.call;

import static dev.hull.linux.call.FileDescriptor.AT_FDCWD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hull.linux.DeviceNumber;
import dev.hull.linux.Errno;
import dev.hull.linux.FcntlConstants;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.ResolveFlags;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
    @TempDir
    Path folder;

    private FileDescriptor directory = AT_FDCWD;

    @BeforeEach
    void open() throws LinuxException {
        directory = Opening.open(Pathname.of(folder), OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
    }

    @AfterEach
    void close() throws LinuxException {
        directory.close();
    }

    @Test
    void keepsNamesOfAnyBytes() throws Exception {
        byte[] bytes = {'a', (byte) 0xFF, '\n', (byte) 0x80, '\\', 'x'};
        Pathname name = Pathname.of(bytes);
        make(name, "content");
        assertThat(Directory.list(directory))
                .singleElement()
                .satisfies(entry -> assertThat(entry.name().bytes()).isEqualTo(bytes))
                .satisfies(entry -> assertThat(entry.type()).isEqualTo(OpenFlags.DT_REG));
        assertThat(name).hasToString("a\\xff\\x0a\\x80\\\\x");
        FileTree.unlinkat(directory, name, 0);
        assertThat(Directory.list(directory)).isEmpty();
    }

    @Test
    void listsMoreEntriesThanOneBufferHolds() throws Exception {
        for (int i = 0; i < 3000; i++) {
            FileTree.symlinkat(Pathname.of("nowhere"), directory, Pathname.of("a-rather-long-name-number-" + i));
        }
        assertThat(Directory.list(directory))
                .extracting(DirectoryEntry::name)
                .doesNotHaveDuplicates()
                .hasSize(3000);
    }

    @Test
    void makesLinksRenamesAndRemoves() throws Exception {
        FileTree.mkdirat(directory, Pathname.of("d"), 0750);
        assertThat(status("d").isDirectory()).isTrue();
        make(Pathname.of("f"), "hello");
        FileTree.linkat(directory, Pathname.of("f"), directory, Pathname.of("d/g"), 0);
        assertThat(status("d/g").inode()).isEqualTo(status("f").inode());
        assertThat(status("f").links()).isEqualTo(2);
        FileTree.symlinkat(Pathname.of("d/g"), directory, Pathname.of("s"));
        assertThat(FileTree.readlinkat(directory, Pathname.of("s"))).hasToString("d/g");
        assertThat(status("s").isSymbolicLink()).isTrue();
        assertThatThrownBy(() -> FileTree.renameat2(
                        directory, Pathname.of("f"), directory, Pathname.of("s"), OpenFlags.RENAME_NOREPLACE))
                .isInstanceOfSatisfying(
                        LinuxException.class,
                        e -> assertThat(e.is(Errno.EEXIST)).isTrue())
                .hasMessage("renameat2 f to s: EEXIST (File exists)");
        FileTree.renameat2(directory, Pathname.of("f"), directory, Pathname.of("s"), OpenFlags.RENAME_EXCHANGE);
        assertThat(status("f").isSymbolicLink()).isTrue();
        FileTree.unlinkat(directory, Pathname.of("d/g"), 0);
        FileTree.unlinkat(directory, Pathname.of("d"), OpenFlags.AT_REMOVEDIR);
        assertThat(FileTree.accessible(directory, Pathname.of("d"), OpenFlags.F_OK))
                .isFalse();
        assertThat(FileTree.accessible(directory, Pathname.of("s"), OpenFlags.R_OK))
                .isTrue();
    }

    @Test
    void makesDevicesAndFifos() throws Exception {
        FileTree.mknodat(directory, Pathname.of("null"), OpenFlags.S_IFCHR | 0666, new DeviceNumber(1, 3));
        FileTree.mknodat(directory, Pathname.of("block"), OpenFlags.S_IFBLK | 0600, new DeviceNumber(0xFFF, 0xFFFFF));
        FileTree.mknodat(directory, Pathname.of("fifo"), OpenFlags.S_IFIFO | 0600, new DeviceNumber(0, 0));
        assertThat(status("null").special()).isEqualTo(new DeviceNumber(1, 3));
        assertThat(status("block").special()).isEqualTo(new DeviceNumber(0xFFF, 0xFFFFF));
        assertThat(status("fifo").type()).isEqualTo(OpenFlags.S_IFIFO);
    }

    @Test
    void opensNothingOutsideTheDirectory() throws Exception {
        FileTree.symlinkat(Pathname.of("/etc/passwd"), directory, Pathname.of("out"));
        FileTree.mkdirat(directory, Pathname.of("etc"), 0755);
        make(Pathname.of("etc/passwd"), "ours");
        assertThatThrownBy(() -> Opening.openat2(
                        directory, Pathname.of("out"), OpenFlags.O_RDONLY, 0, ResolveFlags.RESOLVE_BENEATH))
                .isInstanceOfSatisfying(
                        LinuxException.class, e -> assertThat(e.is(Errno.EXDEV)).isTrue());
        assertThatThrownBy(() -> Opening.openat2(
                        directory, Pathname.of("out"), OpenFlags.O_RDONLY, 0, ResolveFlags.RESOLVE_NO_SYMLINKS))
                .isInstanceOfSatisfying(
                        LinuxException.class, e -> assertThat(e.is(Errno.ELOOP)).isTrue());
        try (FileDescriptor file =
                Opening.openat2(directory, Pathname.of("out"), OpenFlags.O_RDONLY, 0, ResolveFlags.RESOLVE_IN_ROOT)) {
            byte[] content = new byte[100];
            int length = FileContent.read(file, content, 0, content.length);
            assertThat(new String(content, 0, length, StandardCharsets.US_ASCII))
                    .isEqualTo("ours");
        }
    }

    @Test
    void setsOwnerPermissionsAndTimesExactly() throws Exception {
        make(Pathname.of("f"), "");
        FileTree.symlinkat(Pathname.of("f"), directory, Pathname.of("s"));
        FileAttributes.fchownat(directory, Pathname.of("s"), 4_000_000_000L, 77, OpenFlags.AT_SYMLINK_NOFOLLOW);
        FileAttributes.fchmodat(directory, Pathname.of("f"), 06755);
        Instant modified = Instant.ofEpochSecond(-5, 123_456_789);
        FileAttributes.utimensat(directory, Pathname.of("s"), null, modified, OpenFlags.AT_SYMLINK_NOFOLLOW);
        Instant accessedBefore = status("f").accessed();
        FileAttributes.utimensat(directory, Pathname.of("f"), null, modified, 0);
        assertThat(status("s").uid()).isEqualTo(4_000_000_000L);
        assertThat(status("s").gid()).isEqualTo(77);
        assertThat(status("s").modified()).isEqualTo(modified);
        assertThat(status("f").uid()).isZero();
        assertThat(status("f").permissions()).isEqualTo(06755);
        assertThat(status("f").modified()).isEqualTo(modified);
        assertThat(status("f").accessed()).isEqualTo(accessedBefore);
        assertThatThrownBy(() -> FileAttributes.fchmodat(directory, Pathname.of("s"), 0777))
                .isInstanceOfSatisfying(
                        LinuxException.class,
                        e -> assertThat(e.is(Errno.EOPNOTSUPP)).isTrue());
    }

    @Test
    void changesPermissionsWithoutFchmodat2() throws Exception {
        make(Pathname.of("f"), "");
        FileTree.symlinkat(Pathname.of("f"), directory, Pathname.of("s"));
        FileAttributes.chmodThroughProc(directory, Pathname.of("f"), 04711);
        assertThat(status("f").permissions()).isEqualTo(04711);
        assertThatThrownBy(() -> FileAttributes.chmodThroughProc(directory, Pathname.of("s"), 0777))
                .isInstanceOfSatisfying(
                        LinuxException.class,
                        e -> assertThat(e.is(Errno.EOPNOTSUPP)).isTrue());
    }

    @Test
    void keepsExtendedAttributes() throws Exception {
        make(Pathname.of("f"), "");
        FileTree.symlinkat(Pathname.of("f"), directory, Pathname.of("s"));
        Pathname name = Pathname.of("trusted.hull");
        byte[] value = {0, 1, (byte) 0xFF};
        ExtendedAttributes.set(directory, Pathname.of("s"), name, value, FcntlConstants.XATTR_CREATE);
        assertThat(ExtendedAttributes.get(directory, Pathname.of("s"), name)).hasValue(value);
        assertThat(ExtendedAttributes.get(directory, Pathname.of("f"), name)).isEmpty();
        try (FileDescriptor file = Opening.openat(directory, Pathname.of("f"), OpenFlags.O_RDONLY, 0)) {
            ExtendedAttributes.set(file, name, new byte[0], 0);
            assertThat(ExtendedAttributes.get(file, name)).hasValue(new byte[0]);
            assertThat(ExtendedAttributes.list(file)).contains(name);
            ExtendedAttributes.remove(file, name);
            assertThat(ExtendedAttributes.list(file)).doesNotContain(name);
        }
        assertThat(ExtendedAttributes.list(directory, Pathname.of("s"))).isEqualTo(List.of(name));
    }

    @Test
    void seesTheHolesOfASparseFile() throws Exception {
        try (FileDescriptor file = Opening.openat(
                directory, Pathname.of("sparse"), OpenFlags.O_RDWR | OpenFlags.O_CREAT | OpenFlags.O_EXCL, 0600)) {
            FileContent.ftruncate(file, 1 << 20);
            FileContent.pwrite(file, new byte[] {1}, 0, 1, 512 << 10);
            FileContent.fsync(file);
            assertThat(FileContent.lseek(file, 0, OpenFlags.SEEK_DATA)).isPositive();
            assertThat(FileContent.lseek(file, 0, OpenFlags.SEEK_HOLE)).isZero();
            byte[] back = new byte[2];
            assertThat(FileContent.pread(file, back, 0, 2, 512 << 10)).isEqualTo(2);
            assertThat(back).containsExactly(1, 0);
            assertThatThrownBy(() -> FileContent.lseek(file, 1 << 20, OpenFlags.SEEK_DATA))
                    .isInstanceOfSatisfying(
                            LinuxException.class,
                            e -> assertThat(e.is(Errno.ENXIO)).isTrue());
        }
    }

    @Test
    void copiesBetweenFilesAndFileSystems() throws Exception {
        byte[] content = new byte[3 << 20];
        new java.util.Random(42).nextBytes(content);
        Files.write(folder.resolve("from"), content);
        try (FileDescriptor from = Opening.openat(directory, Pathname.of("from"), OpenFlags.O_RDONLY, 0);
                FileDescriptor to = Memfd.create("copy", 0)) {
            long copied = 0;
            for (long n = 1; n > 0; copied += n) {
                n = FileContent.copy(from, to, content.length);
            }
            assertThat(copied).isEqualTo(content.length);
            assertThat(Files.readAllBytes(Path.of("/proc/self/fd/" + to.number())))
                    .isEqualTo(content);
        }
    }

    private FileStatus status(String name) throws LinuxException {
        return FileStatus.statx(directory, Pathname.of(name), OpenFlags.AT_SYMLINK_NOFOLLOW);
    }

    private void make(Pathname name, String content) throws LinuxException {
        try (FileDescriptor file =
                Opening.openat(directory, name, OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL, 0644)) {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            FileContent.writeFully(file, bytes, 0, bytes.length);
        }
    }
}
