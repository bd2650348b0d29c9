package dev.hull.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are whole or not there: temporary file, fsync, rename, fsync of the directory. */
final class DurableFile {
    private DurableFile() {}

    static void write(Path file, byte[] content) {
        Path directory = file.resolveSibling("");
        try {
            Files.createDirectories(directory);
            Path temporary = Files.createTempFile(directory, ".new", "");
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            syncDirectory(directory);
        } catch (IOException e) {
            throw new ImageException("write", file.toString(), FileError.reason(e), FileError.advice(e), e);
        }
    }

    static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
