package dev.hull.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, ids, keys and directories as users write them. */
final class WordsTest {
    @Test
    void givesIdsOf64HexDigitsThatNeverRepeat() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            String id = ContainerId.random();
            assertThat(ContainerId.isId(id)).isTrue();
            ids.add(id);
        }
        assertThat(ids).hasSize(1000);
        assertThat(ContainerId.isId("A".repeat(64))).isFalse();
        assertThat(ContainerId.isId("g".repeat(64))).isFalse();
        assertThat(ContainerId.isId("a".repeat(63))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "a.b", "A_1-2", "0x", "/web"})
    void takesNamesAsDockerDoes(String name) {
        assertThat(ContainerName.checked("container", name)).isEqualTo(name.replace("/", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "-a", ".a", "a/b", "a b", "\u00e4a", "a\n", "//a", "a\0b"})
    void refusesOtherNamesAndSaysWhy(String name) {
        assertThatThrownBy(() -> ContainerName.checked("container", name))
                .isInstanceOf(HullException.Invalid.class)
                .hasMessageContaining("name container");
    }

    @Test
    void generatesValidNamesThatDifferWhenTriedAgain() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int attempt = 0; attempt < 32; attempt++) {
            String name = ContainerName.generated(random, attempt);
            assertThat(ContainerName.checked("container", name))
                    .as("seed %d", seed)
                    .isEqualTo(name);
        }
    }

    @Test
    void readsDetachKeys() {
        assertThat(DetachKeys.parse(null)).containsExactly(16, 17);
        assertThat(DetachKeys.parse("")).isEmpty();
        assertThat(DetachKeys.parse("a,ctrl-a,ctrl-@,ctrl-_")).containsExactly('a', 1, 0, 31);
        assertThatThrownBy(() -> DetachKeys.parse("ctrl-1"))
                .isInstanceOf(HullException.Invalid.class)
                .hasMessageContaining("ctrl-1");
    }

    @Test
    void findsTheDirectoriesOfEachUser() {
        assertThat(Directories.of(Map.of(), 0))
                .isEqualTo(new Directories(Path.of("/run/hull"), Path.of("/var/lib/hull")));
        assertThat(Directories.of(Map.of("XDG_RUNTIME_DIR", "/run/user/7", "HOME", "/home/x"), 7))
                .isEqualTo(new Directories(Path.of("/run/user/7/hull"), Path.of("/home/x/.local/share/hull")));
        assertThat(Directories.of(Map.of("HULL_RUN_DIR", "/a", "HULL_DATA_DIR", "/b"), 7))
                .isEqualTo(new Directories(Path.of("/a"), Path.of("/b")));
        assertThatThrownBy(() -> Directories.of(Map.of("HOME", "/home/x"), 7))
                .hasMessageContaining("XDG_RUNTIME_DIR is not set");
        assertThatThrownBy(() -> Directories.of(Map.of("HULL_RUN_DIR", "a"), 0)).hasMessageContaining("absolute");
        assertThatThrownBy(() -> Directories.of(Map.of("HULL_RUN_DIR", "/" + "a".repeat(40)), 0))
                .hasMessageContaining("too long for the sockets");
    }

    @Test
    void knowsTheErrnoBehindJavasExceptions() {
        assertThat(HullException.of("write", "/x", new java.io.IOException("No space left on device")))
                .hasMessageContaining("write /x: ENOSPC (No space left on device); free some space");
        assertThat(HullException.of("read", "/x", new java.nio.file.AccessDeniedException("/x"))
                        .errno())
                .isEqualTo(dev.hull.linux.Errno.EACCES);
    }
}
