package dev.hull.engine;

import dev.hull.launch.LogRecord;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** The segments of a log directory: files named by eight digits. The oldest vanish while one looks. */
final class LogSegments {
    private final Path directory;

    LogSegments(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    Path file(int number) {
        return directory.resolve(String.format("%0" + LogRecord.NAME_DIGITS + "d", number));
    }

    /** The least number above that one; 0 if there is none. */
    int after(int number) throws IOException {
        int next = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                int found = number(file.getFileName().toString());
                if (found > number && (next == 0 || found < next)) {
                    next = found;
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return 0;
        }
        return next;
    }

    private static int number(String name) {
        long number = name.length() == LogRecord.NAME_DIGITS ? KernelFile.number(name) : -1;
        return number > 0 ? (int) number : 0;
    }
}
