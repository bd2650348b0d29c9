package dev.hull.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The mounts that can be seen, out of {@code /proc/self/mountinfo}.
 *
 * <p>Source: proc(5), {@code show_mountinfo} in fs/proc_namespace.c. Space, tab, newline and backslash are written as
 * three octal digits.
 */
final class MountInfo {
    record Mount(int id, int parent, String point, String fileSystem, String source) {}

    private MountInfo() {}

    /** Every mount that no other one hides, in the file's order. */
    static List<Mount> visible(String text) {
        List<Mount> all = parse(text);
        Map<Integer, Mount> byId = new HashMap<>();
        for (Mount mount : all) {
            byId.put(mount.id, mount);
        }
        List<Mount> visible = new ArrayList<>();
        for (Mount mount : all) {
            if (!isHidden(mount, all, byId)) {
                visible.add(mount);
            }
        }
        return visible;
    }

    private static List<Mount> parse(String text) {
        List<Mount> mounts = new ArrayList<>();
        for (int start = 0; start < text.length(); ) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            String line = text.substring(start, end);
            start = end + 1;
            int dash = line.indexOf(" - ");
            if (dash < 0) {
                throw new ImageException("read", "/proc/self/mountinfo", "a line without \" - \": " + line, "");
            }
            List<String> left = words(line.substring(0, dash));
            List<String> right = words(line.substring(dash + 3));
            mounts.add(new Mount(
                    Integer.parseInt(left.get(0)),
                    Integer.parseInt(left.get(1)),
                    unescape(left.get(4)),
                    right.get(0),
                    unescape(right.get(1))));
        }
        return mounts;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int space = text.indexOf(' '); space >= 0; space = text.indexOf(' ', start)) {
            words.add(text.substring(start, space));
            start = space + 1;
        }
        words.add(text.substring(start));
        return words;
    }

    private static String unescape(String word) {
        if (word.indexOf('\\') < 0) {
            return word;
        }
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\\' && i + 3 < bytes.length) {
                plain.write((bytes[i + 1] - '0') << 6 | (bytes[i + 2] - '0') << 3 | (bytes[i + 3] - '0'));
                i += 3;
            } else {
                plain.write(bytes[i]);
            }
        }
        return plain.toString(StandardCharsets.UTF_8);
    }

    /**
     * A mount is hidden by one stacked on its own root, and by a sibling of it or of an ancestor that lies on a
     * directory above: had that one been there first, it would be the parent.
     */
    private static boolean isHidden(Mount mount, List<Mount> all, Map<Integer, Mount> byId) {
        for (Mount other : all) {
            if (other.parent == mount.id && other.id != mount.id && other.point.equals(mount.point)) {
                return true;
            }
        }
        for (Mount link = mount; link != null && link.id != link.parent; link = byId.get(link.parent)) {
            for (Mount other : all) {
                if (other.parent == link.parent
                        && other.id != link.id
                        && other.id != other.parent
                        && isBelow(link.point, other.point)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the path lies strictly below the directory. */
    static boolean isBelow(String path, String directory) {
        if (directory.equals("/")) {
            return path.length() > 1;
        }
        return path.length() > directory.length()
                && path.startsWith(directory)
                && path.charAt(directory.length()) == '/';
    }
}
