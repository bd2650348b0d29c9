package dev.hull.launch.capsule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.launch.KeeperMessage;
import dev.hull.launch.KeeperSettings.Flag;
import dev.hull.launch.KeeperSettings.Restart;
import dev.hull.launch.StatusRecord.State;
import dev.hull.linux.Errno;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The control socket's requests. */
class ControlTest {
    private Kept kept;

    @BeforeEach
    void prepare(@TempDir Path directory) throws Exception {
        kept = new Kept(directory);
    }

    @AfterEach
    void cleanUp() throws Exception {
        kept.close();
    }

    private void startDetached(String script) throws Exception {
        kept.run(kept.shell(script)
                .without(Flag.ATTACH_STDOUT, Flag.ATTACH_STDERR)
                .with(Flag.DETACH));
        kept.awaitState(State.RUNNING);
    }

    @Test
    void answersWaitersAtTheEnd() throws Exception {
        startDetached("exec sleep 1000");
        try (SocketChannel first = kept.connect();
                SocketChannel second = kept.connect()) {
            Kept.send(first, KeeperMessage.WAIT, 0, 0);
            Kept.send(second, KeeperMessage.WAIT, 0, 0);
            assertThat(Kept.value(kept.ask(KeeperMessage.STOP, 0, 0))).isZero();
            for (SocketChannel waiter : List.of(first, second)) {
                ByteBuffer answer = Kept.receive(waiter);
                assertThat(Kept.kind(answer)).isEqualTo(KeeperMessage.WAIT | KeeperMessage.REPLY);
                assertThat(Kept.value(answer)).isEqualTo(143);
                assertThat(answer.getLong(8)).isEqualTo(kept.status().end().finishedAt());
            }
        }
    }

    @Test
    void sendsSignals() throws Exception {
        startDetached("trap 'exit 11' USR1; while :; do sleep 0.01; done");
        Thread.sleep(100); // until the shell has its trap
        ByteBuffer answer = kept.ask(KeeperMessage.SIGNAL, 10, 0);
        assertThat(Kept.kind(answer)).isEqualTo(KeeperMessage.SIGNAL | KeeperMessage.REPLY);
        assertThat(Kept.value(answer)).isZero();
        kept.awaitEnd();
        assertThat(kept.status().end().exitStatus()).isEqualTo(11);
    }

    @Test
    void refusesWhatMakesNoSense() throws Exception {
        startDetached("exec sleep 1000");
        assertThat(Kept.value(kept.ask(KeeperMessage.SIGNAL, 9999, 0))).isEqualTo(-Errno.EINVAL.number());
        assertThat(Kept.value(kept.ask(77, 0, 0))).isEqualTo(-Errno.EINVAL.number());
        assertThat(Kept.value(kept.ask(KeeperMessage.RESTART, 99, 0))).isEqualTo(-Errno.EINVAL.number());
        assertThat(Kept.value(kept.ask(KeeperMessage.RESTART, -1, 0))).isEqualTo(-Errno.EINVAL.number());
        try (SocketChannel channel = kept.connect()) {
            channel.write(ByteBuffer.wrap(new byte[5]));
            assertThat(Kept.kind(Kept.receive(channel))).isZero();
        }
        assertThat(kept.isKeeperAlive()).isTrue();
    }

    @Test
    void servesManyAndRefusesTooManyClearly() throws Exception {
        startDetached("exec sleep 1000");
        List<SocketChannel> channels = new ArrayList<>();
        try {
            boolean refused = false;
            while (!refused) {
                SocketChannel channel = kept.connect();
                channels.add(channel);
                Kept.send(channel, KeeperMessage.PIDFD, 0, 0);
                ByteBuffer answer = Kept.receive(channel);
                refused = Kept.value(answer) != 0;
                if (refused) {
                    assertThat(Kept.kind(answer)).isEqualTo(KeeperMessage.REPLY);
                    assertThat(Kept.value(answer)).isEqualTo(-Errno.EBUSY.number());
                }
            }
            assertThat(channels).hasSizeGreaterThan(60);
        } finally {
            for (SocketChannel channel : channels) {
                channel.close();
            }
        }
        assertThat(Kept.value(kept.ask(KeeperMessage.PIDFD, 0, 0))).isZero();
    }

    @Test
    void doesNotAnswerForeignUsers() throws Exception {
        startDetached("exec sleep 1000");
        Path socket = kept.run.resolve("ctl");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
        // even where the file's mode would let them in
        for (Path path = socket; path.getNameCount() > 1; path = path.getParent()) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        String script = "import socket, struct; s = socket.socket(socket.AF_UNIX); s.connect('" + socket + "');"
                + "print(struct.unpack('<IiQQQ', s.recv(32))[:2])";
        Process stranger = kept.start(List.of(
                "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "/usr/bin/python3", "-c", script));
        Kept.Outcome outcome = kept.outcome(stranger);
        assertThat(outcome.text()).as(outcome.errorText()).isEqualTo("(4096, -1)\n");
        assertThat(kept.isKeeperAlive()).isTrue();
    }

    @Test
    void replacesTheRestartPolicy() throws Exception {
        startDetached("exec sleep 1000");
        assertThat(Kept.value(kept.ask(KeeperMessage.RESTART, Restart.ON_FAILURE.code(), 1)))
                .isZero();
        kept.ask(KeeperMessage.SIGNAL, 9, 0);
        Kept.await("the restart", () -> {
            try {
                return kept.status().started().restartCount() == 1;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        kept.awaitState(State.RUNNING);
        kept.ask(KeeperMessage.SIGNAL, 9, 0);
        kept.awaitEnd();
        assertThat(kept.status().started().restartCount()).isEqualTo(1);
    }
}
