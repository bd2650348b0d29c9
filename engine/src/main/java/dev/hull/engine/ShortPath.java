package dev.hull.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The path of a socket within the 107 bytes that {@code sun_path} has (unix(7)). A longer one is reached through a
 * descriptor of its directory: {@code /proc/self/fd/N/ctl}.
 */
final class ShortPath implements AutoCloseable {
    private static final int LIMIT = 107;

    private final Path path;
    private final @Nullable FileChannel directory;

    private ShortPath(Path path, @Nullable FileChannel directory) {
        this.path = path;
        this.directory = directory;
    }

    static ShortPath of(Path socket) throws IOException {
        Path parent = socket.getParent();
        if (parent == null || socket.toString().getBytes(StandardCharsets.UTF_8).length <= LIMIT) {
            return new ShortPath(socket, null);
        }
        FileChannel directory;
        try {
            directory = FileChannel.open(parent, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            return new ShortPath(Path.of("/proc/self/fd/-1"), null);
        }
        try {
            return new ShortPath(descriptorOf(parent).resolve(socket.getFileName()), directory);
        } catch (IOException e) {
            directory.close();
            throw e;
        }
    }

    /** Java keeps the number of a descriptor to itself; the kernel tells what each of them is. */
    private static Path descriptorOf(Path directory) throws IOException {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                if (isLinkTo(descriptor, directory)) {
                    return descriptor;
                }
            }
        }
        throw new NoSuchFileException(directory.toString());
    }

    private static boolean isLinkTo(Path descriptor, Path directory) {
        try {
            return Files.isSymbolicLink(descriptor) && Files.isSameFile(descriptor, directory);
        } catch (IOException e) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        if (directory != null) {
            directory.close();
        }
    }
}
