package dev.hull.linux.cgroup;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of mountinfo that mounts cgroups.
 *
 * @param version 1 or 2
 * @param root the cgroup that is mounted, seen from the hierarchy's root: {@code /}, or deeper inside a container
 * @param options the superblock's options: in v1 the controllers or {@code name=}
 */
record CgroupMount(int version, String root, String mountPoint, List<String> options) {
    /** All that a v1 mount's options may say beside controllers (cgroup_show_options in the kernel). */
    private static final List<String> FLAGS =
            List.of("rw", "ro", "noprefix", "xattr", "cpuset_v2_mode", "favordynmods", "clone_children", "none", "all");

    /** Null for a mount of something else. Line: {@code id parent dev root point options [tags] - type source super}. */
    static @Nullable CgroupMount parse(String line) {
        int dash = line.indexOf(" - ");
        if (dash < 0) {
            return null;
        }
        List<String> after = CgroupHierarchies.split(line.substring(dash + 3), ' ');
        String type = after.getFirst();
        if (!type.equals("cgroup") && !type.equals("cgroup2")) {
            return null;
        }
        List<String> before = CgroupHierarchies.split(line.substring(0, dash), ' ');
        return new CgroupMount(
                type.equals("cgroup2") ? 2 : 1,
                unescape(before.get(3)),
                unescape(before.get(4)),
                CgroupHierarchies.split(after.getLast(), ','));
    }

    /** As /proc/self/cgroup writes it: {@code cpu,cpuacct}, {@code name=systemd}; {@code unified} for v2. */
    String name() {
        if (version == 2) {
            return "unified";
        }
        List<String> names = new ArrayList<>();
        for (String option : options) {
            if (!FLAGS.contains(option) && !option.startsWith("release_agent=")) {
                names.add(option);
            }
        }
        return String.join(",", names);
    }

    /** A cgroup's path seen from the mount point; what lies outside of it is answered as {@code /}. */
    String relative(String path) {
        if (root.equals("/")) {
            return path;
        }
        if (path.startsWith(root + "/")) {
            return path.substring(root.length());
        }
        return "/";
    }

    /** mountinfo writes space, tab, newline and backslash as three octal digits: {@code \040}. */
    static String unescape(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\\' && i + 3 < bytes.length) {
                out.write((bytes[i + 1] - '0') << 6 | (bytes[i + 2] - '0') << 3 | (bytes[i + 3] - '0'));
                i += 3;
            } else {
                out.write(bytes[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
