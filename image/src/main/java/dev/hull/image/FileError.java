package dev.hull.image;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** The reason inside a Java file exception, with the kernel's name for it where Java kept it. */
final class FileError {
    private static final String FULL = "No space left on device";

    private FileError() {}

    static String reason(IOException e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return switch (e) {
            case NoSuchFileException none -> "ENOENT (No such file or directory)";
            case AccessDeniedException denied -> "EACCES (Permission denied)";
            case FileAlreadyExistsException exists -> "EEXIST (File exists)";
            case FileSystemException fs when fs.getReason() != null -> named(fs.getReason());
            default -> named(message);
        };
    }

    private static String named(String reason) {
        return reason.equals(FULL) ? "ENOSPC (" + FULL + ")" : reason;
    }

    /** What can be done about it; empty where nothing can be said. */
    static String advice(IOException e) {
        String message = e.getMessage();
        return message != null && message.contains(FULL)
                ? "make room on the file system, or set HULL_DATA_DIR to another one"
                : "";
    }
}
