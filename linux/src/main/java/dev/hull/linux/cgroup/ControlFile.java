package dev.hull.linux.cgroup;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reading the small text files of cgroup file systems and /proc. */
final class ControlFile {
    /** What v1 shows for "no limit": the greatest multiple of a page in 63 bits (PAGE_COUNTER_MAX). */
    private static final long V1_UNLIMITED = 0x7FFF_FFFF_FFFF_F000L;

    private ControlFile() {}

    static String read(String path) throws IOException {
        try (FileInputStream in = new FileInputStream(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static String readLine(String path) throws IOException {
        return read(path).strip();
    }

    /** A single number; -1 for {@code max} and for v1's way to say so. */
    static long number(String path) throws IOException {
        return parse(readLine(path));
    }

    static long parse(String text) {
        if (text.equals("max")) {
            return -1;
        }
        long value = Long.parseUnsignedLong(text);
        return value < 0 || value >= V1_UNLIMITED ? -1 : value;
    }

    /** The number behind a key in a file of lines {@code key number}; 0 if no line has it. */
    static long keyed(String content, String key) {
        int start = 0;
        while (start < content.length()) {
            int end = content.indexOf('\n', start);
            end = end < 0 ? content.length() : end;
            if (content.startsWith(key, start)
                    && start + key.length() < end
                    && content.charAt(start + key.length()) == ' ') {
                return Long.parseUnsignedLong(
                        content.substring(start + key.length() + 1, end).strip());
            }
            start = end + 1;
        }
        return 0;
    }
}
