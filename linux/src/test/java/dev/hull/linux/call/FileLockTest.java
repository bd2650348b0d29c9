package dev.hull.linux.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.linux.OpenFlags;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLockTest {
    @TempDir
    Path folder;

    private FileDescriptor open() throws LinuxException {
        return Opening.openat(
                FileDescriptor.AT_FDCWD,
                Pathname.of(folder.resolve("lock")),
                OpenFlags.O_RDWR | OpenFlags.O_CREAT,
                0600);
    }

    @Test
    void isHeldByOneDescriptionAtATime() throws Exception {
        try (FileDescriptor one = open();
                FileDescriptor two = open()) {
            assertThat(FileLock.tryLock(one, FileLock.Kind.EXCLUSIVE)).isTrue();
            assertThat(FileLock.tryLock(one, FileLock.Kind.EXCLUSIVE)).isTrue();
            assertThat(FileLock.tryLock(two, FileLock.Kind.SHARED)).isFalse();
            assertThat(FileLock.isLockedByAnother(two, FileLock.Kind.SHARED)).isTrue();
            assertThat(FileLock.isLockedByAnother(one, FileLock.Kind.EXCLUSIVE)).isFalse();
            // closing another descriptor of the file drops POSIX locks, not these
            open().close();
            assertThat(FileLock.tryLock(two, FileLock.Kind.SHARED)).isFalse();
            FileLock.unlock(one);
            assertThat(FileLock.tryLock(two, FileLock.Kind.SHARED)).isTrue();
            assertThat(FileLock.tryLock(one, FileLock.Kind.SHARED)).isTrue();
            assertThat(FileLock.tryLock(one, FileLock.Kind.EXCLUSIVE)).isFalse();
        }
        try (FileDescriptor three = open()) {
            FileLock.lock(three, FileLock.Kind.EXCLUSIVE);
            assertThat(FileLock.isLockedByAnother(three, FileLock.Kind.EXCLUSIVE))
                    .isFalse();
        }
    }

    @Test
    void conflictsWithTheLockOfAFileChannel() throws Exception {
        try (FileDescriptor one = open();
                FileChannel channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.WRITE)) {
            assertThat(FileLock.tryLock(one, FileLock.Kind.EXCLUSIVE)).isTrue();
            assertThat(channel.tryLock()).isNull();
        }
    }

    @Test
    void outlivesItsMakerInAChild() throws Exception {
        try (FileDescriptor watcher = open()) {
            Pidfd child;
            try (FileDescriptor held = open()) {
                FileLock.lock(held, FileLock.Kind.EXCLUSIVE);
                child = new Spawn(
                                Pathname.of("/bin/sleep"),
                                List.of(Pathname.of("sleep"), Pathname.of("1000")),
                                List.of())
                        .descriptor(3, held)
                        .start();
            }
            try (child) {
                assertThat(FileLock.isLockedByAnother(watcher, FileLock.Kind.EXCLUSIVE))
                        .isTrue();
                child.sendSignal(dev.hull.linux.Signal.SIGKILL);
                child.waitFor();
                assertThat(FileLock.isLockedByAnother(watcher, FileLock.Kind.EXCLUSIVE))
                        .isFalse();
            }
        }
    }

    @Test
    void takesBsdLocks() throws Exception {
        try (FileDescriptor one = open();
                FileDescriptor two = open()) {
            assertThat(FileLock.tryFlock(one, FileLock.Kind.EXCLUSIVE)).isTrue();
            assertThat(FileLock.tryFlock(two, FileLock.Kind.SHARED)).isFalse();
        }
    }
}
