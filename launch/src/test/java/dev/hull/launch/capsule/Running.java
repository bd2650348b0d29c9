package dev.hull.launch.capsule;

import dev.hull.launch.capsule.elf.Executable;
import dev.hull.launch.capsule.form.Program;
import dev.hull.launch.capsule.x86.X86Backend;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs for real. */
final class Running {
    /** A finished process; {@code status} is 128 + n after signal n. */
    record Outcome(int status, byte[] output) {
        String text() {
            return new String(output, StandardCharsets.UTF_8);
        }
    }

    private Running() {}

    /** Writes the program as an executable file into the directory. */
    static Path executable(Program program, Path directory) throws IOException {
        Path file = Files.createTempFile(
                directory,
                "program",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.write(file, Executable.of(program, new X86Backend()));
        return file;
    }

    static Outcome run(Program program, Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(executable(program, directory).toString());
        command.addAll(List.of(arguments));
        return run(command);
    }

    /** Standard output and error together. */
    static Outcome run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream output = process.getInputStream()) {
            process.getOutputStream().close();
            byte[] bytes = output.readAllBytes();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("runs forever: " + command);
            }
            return new Outcome(process.exitValue(), bytes);
        }
    }
}
