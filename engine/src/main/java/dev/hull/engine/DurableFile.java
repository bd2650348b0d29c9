package dev.hull.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are whole after a crash at any moment: temporary file, fsync, rename, fsync of the directory. */
final class DurableFile {
    private DurableFile() {}

    /** Replaces a file for good. */
    static void replace(Path file, byte[] content) throws IOException {
        write(file, content, true);
        sync(requireParent(file));
    }

    /**
     * Writes or replaces a file; its directory's {@link #sync} is the caller's.
     *
     * @param durable false leaves the fsync out: for what does not outlive its program anyway
     */
    static void write(Path file, byte[] content, boolean durable) throws IOException {
        Path directory = requireParent(file);
        Path temporary = directory.resolve("." + file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            if (durable) {
                channel.force(true);
            }
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Makes a directory's entries survive a crash. */
    static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path requireParent(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("no directory: " + file);
        }
        return parent;
    }
}
