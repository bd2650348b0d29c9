package dev.hull.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Runs the machine's own programs, to make what is tested and to tell independently what became of it. */
public final class Shell {
    private Shell() {}

    /** Runs a script that must succeed; returns what it prints. */
    public static String run(Path directory, String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-euc", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(script + "\n" + output).isZero();
        return output;
    }

    /** Every file below a directory with type, mode, owner, size, links, time in whole seconds and link target. */
    public static String describe(Path tree) throws IOException, InterruptedException {
        return run(
                tree,
                "find . -mindepth 1 \\( -type d -printf '%P %y %m %U:%G %Ts\\n"
                        + "' -o -printf '%P %y %m %U:%G %s %n %Ts %l\\n"
                        + "' \\) | sed 's/\\(\\.[0-9]*\\)0* /\\1 /' | LC_ALL=C sort");
    }

    /** The digests of all regular files and the numbers of all devices. */
    public static String digests(Path tree) throws IOException, InterruptedException {
        return run(
                tree,
                "find . -type f -print0 | LC_ALL=C sort -z | xargs -0r sha256sum;"
                        + " find . -type b -o -type c | LC_ALL=C sort | xargs -r stat -c '%n %t:%T'");
    }
}
