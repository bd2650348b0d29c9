package dev.hull.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which image a file became when it was last looked at, so that the same file need not be read again: {@code
 * images/shortcuts/HASH}, three lines: the file's identity, the image's id, the source.
 *
 * @param source a path, with {@code :TAG} for a layout's
 * @param identity size, times of change, inode and device of the archive, or of a layout's index.json
 */
record Shortcut(String source, String identity) {
    /** A file changed less than this ago could change again and bear the same time, in ms. */
    private static final long TICK = 50;

    static Shortcut of(Path file, Path source, @Nullable String tag) {
        return new Shortcut(source + (tag == null ? "" : ":" + tag), identity(file));
    }

    private static String identity(Path file) {
        try {
            Map<String, Object> status = Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,ino,dev");
            return status.get("size") + " " + nanos(status.get("lastModifiedTime")) + " " + nanos(status.get("ctime"))
                    + " " + status.get("ino") + " " + status.get("dev");
        } catch (IOException e) {
            throw new ImageException("open image", file.toString(), FileError.reason(e), "check the path", e);
        }
    }

    /** A time as a number; its text would bring the calendar into the cold path. */
    private static long nanos(@Nullable Object time) {
        return time instanceof FileTime fileTime ? fileTime.to(TimeUnit.NANOSECONDS) : 0;
    }

    /** The image's id if the file is still the one it was, else null. */
    @Nullable
    String find(Path shortcuts) {
        Path file = file(shortcuts);
        try {
            String text = Files.readString(file);
            int first = text.indexOf('\n');
            int second = text.indexOf('\n', first + 1);
            boolean same = first > 0
                    && second > 0
                    && text.substring(0, first).equals(identity)
                    && text.substring(second + 1).equals(source);
            return same ? text.substring(first + 1, second) : null;
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new ImageException("read", file.toString(), FileError.reason(e), "", e);
        }
    }

    /** Remembers the image, unless the file was changed just now. */
    void remember(Path shortcuts, Path changed, String id) throws IOException {
        long age =
                System.currentTimeMillis() - Files.getLastModifiedTime(changed).to(TimeUnit.MILLISECONDS);
        if (age > TICK) {
            DurableFile.write(file(shortcuts), (identity + "\n" + id + "\n" + source).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Named by FNV-1a of the source: a collision is a miss, a message digest would cost the cold path its providers. */
    private Path file(Path shortcuts) {
        long hash = 0xCBF29CE484222325L;
        for (byte b : source.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
        }
        return shortcuts.resolve(Long.toHexString(hash));
    }
}
