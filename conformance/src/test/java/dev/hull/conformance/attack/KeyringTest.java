package dev.hull.conformance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.conformance.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys of the caller's session: keyrings know no namespaces, so a container needs a session of its own. */
class KeyringTest {
    /** add_key(2) and keyctl(2) by number: search the session keyring for the key, and read it. */
    private static final String SEARCH = """
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        found = libc.syscall(250, 10, -3, b"user", b"hull-test-key", 0)
        print("found" if found > 0 else "none")
        """;

    private static final String ADD = """
        import ctypes, os, sys
        libc = ctypes.CDLL(None, use_errno=True)
        libc.syscall(250, 1, None)
        if libc.syscall(248, b"user", b"hull-test-key", b"secret", 6, -3) < 0:
            sys.exit("add_key failed")
        os.execvp(sys.argv[1], sys.argv[1:])
        """;

    private final Arena arena = Arena.open();

    @AfterEach
    void hostIsUntouched() {
        arena.close();
    }

    @Test
    void theCallersKeysAreNotInTheContainersSession() {
        assertThat(withKey("python3", "-c", SEARCH).text().strip()).isEqualTo("found");
        String hull = arena.product().process().command().getFirst();
        assertThat(withKey(hull, "run", "--rm", "host", "python3", "-c", SEARCH)
                        .text()
                        .strip())
                .isEqualTo("none");
    }

    private Outcome withKey(String... words) {
        String[] line = new String[words.length + 3];
        line[0] = "python3";
        line[1] = "-c";
        line[2] = ADD;
        System.arraycopy(words, 0, line, 3, words.length);
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(arena.product().process().environment());
        return Outcome.of(builder, new byte[0]).succeeded();
    }
}
