package dev.hull.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Commands as a shell would run them: output thrown away, exit status 0 expected. */
final class Commands {
    private Commands() {}

    /** The wrapper at the root of the checkout. */
    static Path hull() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isRegularFile(folder.resolve("hull"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("no hull above " + Path.of("").toAbsolutePath());
        }
        return folder.resolve("hull");
    }

    /** Runs the command and returns how long it took, in nanoseconds. */
    static long time(Map<String, String> environment, List<String> words) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        long begin = System.nanoTime();
        int status = builder.start().waitFor();
        long time = System.nanoTime() - begin;
        if (status != 0) {
            throw new IllegalStateException(words + " exited with " + status);
        }
        return time;
    }

    /** Runs hull with these words in that environment and returns what it printed. */
    static String hull(Map<String, String> environment, String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(hull().toString()));
        line.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        Process process = builder.start();
        long bytes = 0;
        StringBuilder text = new StringBuilder();
        try (InputStream output = process.getInputStream()) {
            byte[] buffer = new byte[1 << 16];
            for (int count = output.read(buffer); count >= 0; count = output.read(buffer)) {
                if (bytes < buffer.length) {
                    text.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
                }
                bytes += count;
            }
        }
        int status = process.waitFor();
        if (status != 0) {
            throw new IllegalStateException(line + " exited with " + status);
        }
        return text.toString();
    }

    /** True if a program of that name is on PATH. */
    static boolean isInstalled(String program) {
        return List.of(System.getenv("PATH").split(":", -1)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
