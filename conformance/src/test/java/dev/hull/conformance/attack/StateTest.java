package dev.hull.conformance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.conformance.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What others of the host, and containers that share a namespace with it, can reach of a running container. */
class StateTest {
    private final Arena arena = Arena.open();

    @AfterEach
    void hostIsUntouched() {
        arena.close();
    }

    private void start(String... options) {
        String[] words = Stream.of(
                        Stream.of("run", "-d", "--name", "victim"),
                        Stream.of(options),
                        Stream.of(arena.image().toString(), "sleep", "600"))
                .flatMap(part -> part)
                .toArray(String[]::new);
        arena.product().run(words).succeeded();
    }

    /** CVE-2020-15257: an abstract socket is reached by whoever shares the network namespace. */
    @Test
    void noSocketIsAbstractAndNoneIsAnothers() throws IOException {
        start("--network", "host");
        List<String> abstracts = Files.readAllLines(Path.of("/proc/net/unix")).stream()
                .filter(line -> line.contains("@") && line.contains("hull"))
                .toList();
        assertThat(abstracts).isEmpty();
        try (Stream<Path> files = Files.walk(arena.product().runDirectory())) {
            List<Path> sockets = files.filter(
                            file -> !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(file))
                    .toList();
            assertThat(sockets).isNotEmpty();
            for (Path socket : sockets) {
                assertThat(Files.getPosixFilePermissions(socket))
                        .containsOnly(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
            }
        }
    }

    /** CVE-2021-41091: a user of the host looks into a container's files, where set-uid programs lie. */
    @Test
    void theStateIsTheOwnersAlone() throws IOException {
        start();
        for (Path folder :
                List.of(arena.product().runDirectory(), arena.product().dataDirectory())) {
            assertThat(Files.getPosixFilePermissions(folder))
                    .containsOnly(
                            PosixFilePermission.OWNER_READ,
                            PosixFilePermission.OWNER_WRITE,
                            PosixFilePermission.OWNER_EXECUTE);
            Outcome other = Outcome.command(
                    "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "ls", folder.toString());
            assertThat(other.status()).isNotZero();
        }
    }

    /** A container sees nothing of Hull's state, not even the paths in its own files. */
    @Test
    void theStateIsNotInside() {
        Outcome outcome = arena.product()
                .run("run", "--rm", "host", "ls", arena.product().runDirectory().toString());
        assertThat(outcome.text()).isEmpty();
    }
}
