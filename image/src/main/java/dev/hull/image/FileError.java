package dev.hull.image;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** The reason inside a Java file exception, with the kernel's name for it. */
public final class FileError {
    private FileError() {}

    public static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException none -> "ENOENT (No such file or directory)";
            case AccessDeniedException denied -> "EACCES (Permission denied)";
            case FileAlreadyExistsException exists -> "EEXIST (File exists)";
            case FileSystemException fs when fs.getReason() != null -> fs.getReason();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
