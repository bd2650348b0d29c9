package dev.hull.engine;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Small files of procfs, sysfs and cgroupfs: their stat size says nothing, one has to read to the end. */
final class KernelFile {
    private KernelFile() {}

    /** The content without its last newline, or null if there is no such file, or its process has ended (ESRCH). */
    static @Nullable String read(Path path) {
        try (FileInputStream in = new FileInputStream(path.toString())) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        } catch (IOException e) {
            return null;
        }
    }

    /** The number that the file holds, or -1 if it is absent or no number ({@code max}). */
    static long readLong(Path path) {
        String text = read(path);
        return text == null ? -1 : number(text);
    }

    /** A decimal number, -1 for anything else. */
    static long number(String text) {
        if (text.isEmpty() || !Character.isDigit(text.charAt(0))) {
            return -1;
        }
        try {
            long value = Long.parseUnsignedLong(text);
            return value < 0 ? Long.MAX_VALUE : value;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
