package dev.hull.linux.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hull.linux.Errno;
import dev.hull.linux.OpenFlags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FileDescriptorTest {
    @Test
    void leavesNoDescriptorBehindAThousandOpensAndFailures() throws Exception {
        openAndFail();
        long before = descriptors();
        for (int i = 0; i < 1000; i++) {
            openAndFail();
        }
        assertThat(descriptors()).isEqualTo(before);
    }

    private static void openAndFail() throws LinuxException {
        try (FileDescriptor root = Opening.open(Pathname.of("/"), OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
                FileDescriptor copy = root.duplicate(10);
                FileDescriptor memory = Memfd.create("test", 0);
                Pipe pipe = Pipe.open(0)) {
            assertThat(copy.number()).isGreaterThanOrEqualTo(10);
            assertThat(Directory.list(copy)).isNotEmpty();
            assertThat(pipe.read().number()).isNotEqualTo(memory.number());
            assertThatThrownBy(() -> Opening.openat(root, Pathname.of("no/such/file"), OpenFlags.O_RDONLY, 0))
                    .isInstanceOf(LinuxException.class);
            assertThatThrownBy(() -> FileAttributes.chmodThroughProc(root, Pathname.of("no"), 0))
                    .isInstanceOf(LinuxException.class);
            assertThatThrownBy(() -> Directory.of(memory)).isInstanceOf(LinuxException.class);
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/proc/self/fd"))) {
            return entries.count();
        }
    }

    @Test
    void closesOnceAndIsUnusableAfter() throws Exception {
        FileDescriptor file = Opening.open(Pathname.of("/dev/null"), OpenFlags.O_RDWR);
        int number = file.number();
        file.close();
        file.close();
        assertThat(file.isOpen()).isFalse();
        assertThat(file).hasToString("closed descriptor");
        assertThatThrownBy(file::number).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> FileDescriptor.owning(number).close())
                .hasMessage("close descriptor " + number + ": EBADF (Bad file descriptor)");
    }

    @Test
    void namesOperationObjectAndReason() {
        assertThatThrownBy(() -> Opening.open(Pathname.of("/no/such"), OpenFlags.O_RDONLY))
                .hasMessage("openat /no/such: ENOENT (No such file or directory)")
                .isInstanceOfSatisfying(LinuxException.class, e -> {
                    assertThat(e.operation()).isEqualTo("openat");
                    assertThat(e.object()).isEqualTo("/no/such");
                    assertThat(e.is(Errno.ENOENT)).isTrue();
                });
    }
}
