package dev.hull.conformance.guest;

import dev.hull.conformance.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Debian's unmodified cloud kernel, unpacked from its package, not installed.
 *
 * @param image the bzImage
 * @param modules the {@code lib/modules/VERSION/kernel} folder
 */
record GuestKernel(Path image, Path modules) {
    private static final String META_PACKAGE = "linux-image-cloud-amd64";

    /** Unpacks the kernel into the folder, or takes the one that an earlier call unpacked there. */
    static GuestKernel in(Path folder) throws IOException {
        Path unpacked = folder.resolve("kernel");
        if (!Files.isDirectory(unpacked)) {
            Path fresh = Files.createTempDirectory(folder, "kernel-");
            new Outcomes(fresh).succeed("apt-get", "-qq", "download", packageName());
            Path archive = only(fresh, ".deb");
            new Outcomes(fresh).succeed("dpkg-deb", "-x", archive.toString(), fresh.toString());
            Files.delete(archive);
            Files.move(fresh, unpacked);
        }
        Path version = only(unpacked.resolve("lib/modules"), "");
        return new GuestKernel(unpacked.resolve("boot/vmlinuz-" + version.getFileName()), version.resolve("kernel"));
    }

    /** The package that the meta package stands for today. */
    private static String packageName() {
        List<String> depends = Outcome.command("apt-cache", "depends", META_PACKAGE)
                .succeeded()
                .lines();
        return depends.stream()
                .map(String::strip)
                .filter(line -> line.startsWith("Depends: linux-image-6."))
                .map(line -> line.substring("Depends: ".length()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(META_PACKAGE + " depends on " + depends));
    }

    private static Path only(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("nothing ends in '" + suffix + "' in " + folder));
        }
    }

    /** Commands of this machine, run in one folder. */
    private record Outcomes(Path folder) {
        void succeed(String... words) {
            Outcome.of(new ProcessBuilder(words).directory(folder.toFile()), new byte[0])
                    .succeeded();
        }
    }
}
