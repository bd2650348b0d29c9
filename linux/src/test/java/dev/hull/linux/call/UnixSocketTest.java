package dev.hull.linux.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hull.linux.Errno;
import dev.hull.linux.SocketConstants;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketTest {
    @TempDir
    Path folder;

    @Test
    void handsDescriptorsOver() throws Exception {
        try (UnixSocket.Pair pair = UnixSocket.pair(SocketConstants.SOCK_SEQPACKET);
                FileDescriptor memory = Memfd.sealed("gift", new byte[] {1, 2, 3});
                Pipe pipe = Pipe.open(0)) {
            pair.left().send(new byte[] {42, 43}, List.of(memory, pipe.read()));
            byte[] buffer = new byte[10];
            UnixSocket.Message message = pair.right().receive(buffer, 4);
            assertThat(message.length()).isEqualTo(2);
            assertThat(buffer).startsWith(42, 43);
            assertThat(message.descriptors()).hasSize(2);
            try (FileDescriptor gift = message.descriptors().getFirst();
                    FileDescriptor end = message.descriptors().getLast()) {
                byte[] content = new byte[3];
                assertThat(FileContent.pread(gift, content, 0, 3, 0)).isEqualTo(3);
                assertThat(content).containsExactly(1, 2, 3);
                assertThat(FileStatus.of(end).inode())
                        .isEqualTo(FileStatus.of(pipe.write()).inode());
            }
            pair.left().close();
            assertThat(pair.right().receive(buffer, 0).length()).isZero();
        }
    }

    @Test
    void keepsNoDescriptorOfAMessageThatBringsTooMany() throws Exception {
        long before = java.util.Objects.requireNonNull(new java.io.File("/proc/self/fd").list()).length;
        try (UnixSocket.Pair pair = UnixSocket.pair(SocketConstants.SOCK_STREAM);
                Pipe pipe = Pipe.open(0)) {
            pair.left().send(new byte[] {1}, List.of(pipe.read(), pipe.write(), pipe.read()));
            assertThatThrownBy(() -> pair.right().receive(new byte[1], 1))
                    .isInstanceOfSatisfying(
                            LinuxException.class,
                            e -> assertThat(e.is(Errno.EMSGSIZE)).isTrue());
        }
        assertThat(java.util.Objects.requireNonNull(new java.io.File("/proc/self/fd").list()).length)
                .isEqualTo((int) before);
    }

    @Test
    void listensAndKnowsItsPeer() throws Exception {
        Pathname path = Pathname.of(folder.resolve("s"));
        try (UnixSocket listener = UnixSocket.listen(SocketConstants.SOCK_STREAM, path, 8);
                UnixSocket client = UnixSocket.connect(SocketConstants.SOCK_STREAM, path);
                UnixSocket server = listener.accept()) {
            Credentials self = new Credentials((int) ProcessHandle.current().pid(), 0, 0);
            assertThat(server.peer()).isEqualTo(self);
            assertThat(client.peer()).isEqualTo(self);
            byte[] big = new byte[100_000];
            new java.util.Random(7).nextBytes(big);
            client.send(big);
            client.shutdown(SocketConstants.SHUT_WR);
            byte[] back = new byte[big.length];
            int done = 0;
            byte[] part = new byte[8192];
            for (int n = server.receive(part, 0).length();
                    n > 0;
                    n = server.receive(part, 0).length()) {
                System.arraycopy(part, 0, back, done, n);
                done += n;
            }
            assertThat(back).isEqualTo(big);
            assertThatThrownBy(() -> UnixSocket.listen(SocketConstants.SOCK_STREAM, path, 8))
                    .hasMessage("bind " + path + ": EADDRINUSE (Address already in use)");
        }
        assertThatThrownBy(() -> UnixSocket.connect(SocketConstants.SOCK_STREAM, path))
                .hasMessageContaining("ECONNREFUSED");
    }

    @Test
    void refusesAPathThatDoesNotFit() {
        assertThatThrownBy(() -> UnixSocket.connect(SocketConstants.SOCK_STREAM, Pathname.of("/" + "x".repeat(107))))
                .hasMessageContaining("ENAMETOOLONG");
    }

    @Test
    void failsInsteadOfDyingWhenThePeerIsGone() throws Exception {
        try (UnixSocket.Pair pair = UnixSocket.pair(SocketConstants.SOCK_STREAM)) {
            pair.right().close();
            assertThatThrownBy(() -> pair.left().send(new byte[] {1})).hasMessageContaining("EPIPE");
        }
    }
}
