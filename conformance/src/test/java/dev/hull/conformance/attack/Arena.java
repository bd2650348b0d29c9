package dev.hull.conformance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.conformance.Outcome;
import dev.hull.conformance.Product;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an attack takes place: the product, an image of busybox that the attacker may have prepared as he likes, and a
 * folder of the host that he must not reach.
 */
final class Arena implements AutoCloseable {
    private static final String TREASURE = "untouched";

    private final Product product = Product.fresh();
    private final Path image = product.state().resolve("image");
    private final Path host = product.state().resolve("host");

    private Arena() {}

    static Arena open() {
        Arena arena = new Arena();
        try {
            Path bin = Files.createDirectories(arena.image.resolve("bin"));
            Files.copy(Path.of("/bin/busybox"), bin.resolve("busybox"), StandardCopyOption.COPY_ATTRIBUTES);
            for (String applet : List.of(
                    "sh",
                    "ls",
                    "cat",
                    "id",
                    "mount",
                    "umount",
                    "mknod",
                    "readlink",
                    "sleep",
                    "grep",
                    "ln",
                    "rm",
                    "mkdir",
                    "mkfifo",
                    "dd",
                    "head",
                    "tr",
                    "yes",
                    "tty",
                    "chroot",
                    "chmod",
                    "touch",
                    "mv",
                    "stat",
                    "true",
                    "wc")) {
                Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
            }
            for (String folder : List.of("etc", "tmp", "proc", "sys", "dev")) {
                Files.createDirectory(arena.image.resolve(folder));
            }
            Files.writeString(
                    arena.image.resolve("etc/passwd"), "root:x:0:0:root:/:/bin/sh\nuser:x:1000:1000::/:/bin/sh\n");
            Files.writeString(arena.image.resolve("etc/group"), "root:x:0:\nuser:x:1000:\n");
            Files.createDirectory(arena.host);
            Files.writeString(arena.host.resolve("treasure"), TREASURE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return arena;
    }

    Product product() {
        return product;
    }

    /** The image's root directory. */
    Path image() {
        return image;
    }

    /** A file or directory of the image. */
    Path image(String path) {
        return image.resolve(path);
    }

    /** A folder of the host, with a file {@code treasure} in it. */
    Path host() {
        return host;
    }

    /** Runs a script by the image's shell. */
    Outcome script(String script, String... options) {
        return run(options, "sh", "-c", script);
    }

    /** Runs a command in the image. */
    Outcome run(String[] options, String... command) {
        List<String> words = new ArrayList<>(List.of("run", "--rm"));
        words.addAll(List.of(options));
        words.add(image.toString());
        words.addAll(List.of(command));
        return product.run(words.toArray(String[]::new));
    }

    /** Fails if the host's folder is not as it was: the same one file, the same content, and nothing mounted there. */
    void hostIsUntouched() {
        try {
            assertThat(host).isDirectoryContaining("glob:**/treasure");
            try (var entries = Files.list(host)) {
                assertThat(entries).hasSize(1);
            }
            assertThat(host.resolve("treasure")).hasContent(TREASURE);
            assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
                    .doesNotContain(product.state().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        hostIsUntouched();
        product.close();
    }
}
