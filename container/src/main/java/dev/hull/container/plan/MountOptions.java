package dev.hull.container.plan;

import dev.hull.linux.MountFlags;
import java.util.ArrayList;
import java.util.List;

/**
 * mount(8)'s options, sorted: attributes of the mount, propagation, and what is the file system's own.
 *
 * @param set {@code MOUNT_ATTR_*} bits
 * @param clear {@code MOUNT_ATTR_*} bits that the options take away ({@code rw}, {@code exec}, an access time)
 * @param recursive {@code set} holds for the mounts below too ({@code rro} and the like)
 * @param propagation {@code MS_PRIVATE}, {@code MS_SLAVE}, {@code MS_SHARED}, {@code MS_UNBINDABLE}; 0 for none
 * @param propagationRecursive it holds for the mounts below too
 * @param bind whether a tree is bound, and the mounts below it with it
 * @param data {@code key=value} and {@code key} of the file system
 */
record MountOptions(
        long set,
        long clear,
        boolean recursive,
        long propagation,
        boolean propagationRecursive,
        Bind bind,
        List<String> data) {
    enum Bind {
        NO,
        ONE,
        RECURSIVE
    }

    static MountOptions parse(List<String> options) {
        Parser parser = new Parser();
        options.forEach(parser::option);
        return parser.result();
    }

    /** What mountinfo shows, for {@code hull explain}. */
    String attributeNames() {
        StringBuilder names = new StringBuilder();
        append(names, MountFlags.MOUNT_ATTR_RDONLY, "MOUNT_ATTR_RDONLY");
        append(names, MountFlags.MOUNT_ATTR_NOSUID, "MOUNT_ATTR_NOSUID");
        append(names, MountFlags.MOUNT_ATTR_NODEV, "MOUNT_ATTR_NODEV");
        append(names, MountFlags.MOUNT_ATTR_NOEXEC, "MOUNT_ATTR_NOEXEC");
        append(names, MountFlags.MOUNT_ATTR_NOATIME, "MOUNT_ATTR_NOATIME");
        append(names, MountFlags.MOUNT_ATTR_STRICTATIME, "MOUNT_ATTR_STRICTATIME");
        append(names, MountFlags.MOUNT_ATTR_NODIRATIME, "MOUNT_ATTR_NODIRATIME");
        append(names, MountFlags.MOUNT_ATTR_NOSYMFOLLOW, "MOUNT_ATTR_NOSYMFOLLOW");
        return names.isEmpty() ? "0" : names.toString();
    }

    private void append(StringBuilder names, long bit, String name) {
        if ((set & bit) != 0) {
            names.append(names.isEmpty() ? "" : "|").append(name);
        }
    }

    private static final class Parser {
        private long set;
        private long clear;
        private boolean recursive;
        private long propagation;
        private boolean propagationRecursive;
        private Bind bind = Bind.NO;
        private final List<String> data = new ArrayList<>();

        MountOptions result() {
            return new MountOptions(set, clear, recursive, propagation, propagationRecursive, bind, List.copyOf(data));
        }

        void option(String option) {
            switch (option) {
                case "bind" -> bind = Bind.ONE;
                case "rbind" -> bind = Bind.RECURSIVE;
                case "defaults", "newinstance", "" -> {
                    // mount(8)'s own words; every devpts is an instance of its own since Linux 4.7
                }
                case "rro" -> {
                    recursive = true;
                    set(MountFlags.MOUNT_ATTR_RDONLY);
                }
                case "rnodev" -> {
                    recursive = true;
                    set(MountFlags.MOUNT_ATTR_NODEV);
                }
                case "ro" -> set(MountFlags.MOUNT_ATTR_RDONLY);
                case "rw" -> clear(MountFlags.MOUNT_ATTR_RDONLY);
                case "nosuid" -> set(MountFlags.MOUNT_ATTR_NOSUID);
                case "suid" -> clear(MountFlags.MOUNT_ATTR_NOSUID);
                case "nodev" -> set(MountFlags.MOUNT_ATTR_NODEV);
                case "dev" -> clear(MountFlags.MOUNT_ATTR_NODEV);
                case "noexec" -> set(MountFlags.MOUNT_ATTR_NOEXEC);
                case "exec" -> clear(MountFlags.MOUNT_ATTR_NOEXEC);
                case "nosymfollow" -> set(MountFlags.MOUNT_ATTR_NOSYMFOLLOW);
                case "nodiratime" -> set(MountFlags.MOUNT_ATTR_NODIRATIME);
                case "noatime" -> accessTime(MountFlags.MOUNT_ATTR_NOATIME);
                case "strictatime" -> accessTime(MountFlags.MOUNT_ATTR_STRICTATIME);
                case "relatime" -> accessTime(MountFlags.MOUNT_ATTR_RELATIME);
                default -> propagationOrData(option);
            }
        }

        private void propagationOrData(String option) {
            switch (option) {
                case "private", "rprivate" -> propagation(MountFlags.MS_PRIVATE, option.startsWith("r"));
                case "slave", "rslave" -> propagation(MountFlags.MS_SLAVE, option.startsWith("r"));
                case "shared", "rshared" -> propagation(MountFlags.MS_SHARED, option.startsWith("r"));
                case "unbindable", "runbindable" -> propagation(MountFlags.MS_UNBINDABLE, option.startsWith("r"));
                default -> data.add(option);
            }
        }

        private void set(long bit) {
            set |= bit;
            clear &= ~bit;
        }

        private void clear(long bit) {
            clear |= bit;
            set &= ~bit;
        }

        /** The access times are one field of three bits: the kernel wants it cleared as a whole. */
        private void accessTime(long value) {
            set = (set & ~MountFlags.MOUNT_ATTR__ATIME) | value;
            clear |= MountFlags.MOUNT_ATTR__ATIME;
        }

        private void propagation(long value, boolean below) {
            propagation = value;
            propagationRecursive = below;
        }
    }
}
