package dev.hull.conformance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.conformance.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** CVE-2019-14271, CVE-2026-41567: nothing of an image is loaded or executed before the container's own walls stand. */
class ForeignCodeTest {
    private final Arena arena = Arena.open();

    @AfterEach
    void hostIsUntouched() {
        arena.close();
    }

    @Test
    void ofAnImageTheHostReadsUsersAndGroupsAndNothingElse() throws IOException {
        Files.writeString(arena.image("etc/nsswitch.conf"), "passwd: evil\n");
        Files.writeString(arena.image("etc/ld.so.preload"), "/evil.so\n");
        Files.createDirectories(arena.image("lib/x86_64-linux-gnu"));
        Files.writeString(arena.image("lib/x86_64-linux-gnu/libnss_evil.so.2"), "evil");
        Path trace = arena.product().state().resolve("trace");
        List<String> line = new ArrayList<>(List.of(
                "strace",
                "-f",
                "-s",
                "4096",
                "-e",
                "trace=open,openat,openat2,execve,execveat",
                "-o",
                trace.toString()));
        line.addAll(arena.product()
                .process("run", "--rm", "-u", "user", arena.image().toString(), "true")
                .command());
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(arena.product().process().environment());
        Outcome.of(builder, new byte[0]).succeeded();
        List<String> opened = Files.readAllLines(trace).stream()
                .filter(call -> call.contains("\"" + arena.image() + "/"))
                .filter(call -> !call.contains("= -1 "))
                .toList();
        assertThat(opened)
                .anyMatch(call -> call.contains("/etc/passwd\""))
                .allMatch(call -> call.contains("/etc/passwd\"")
                        || call.contains("/etc/group\"")
                        || call.contains("O_PATH")
                        || call.contains("O_DIRECTORY"))
                .noneMatch(call -> call.contains("exec"));
    }
}
