package dev.hull.container.plan;

import static dev.hull.launch.Argument.text;
import static dev.hull.launch.Argument.value;

import dev.hull.launch.Argument;
import dev.hull.launch.Slot;
import dev.hull.linux.MountFlags;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.ResolveFlags;
import java.util.List;

/** Arguments that many steps share. A struct here is never written by the kernel. */
final class Constants {
    static final Argument CWD = value(OpenFlags.AT_FDCWD, "AT_FDCWD");
    static final Argument EMPTY = text("");
    static final Argument NONE = value(0);
    static final Argument EMPTY_PATH = value(OpenFlags.AT_EMPTY_PATH, "AT_EMPTY_PATH");
    static final Argument CLONE_TREE = value(
            MountFlags.OPEN_TREE_CLONE | MountFlags.OPEN_TREE_CLOEXEC | OpenFlags.AT_EMPTY_PATH,
            "OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_EMPTY_PATH");
    static final Argument CLONE_TREE_RECURSIVE = value(
            MountFlags.OPEN_TREE_CLONE
                    | MountFlags.OPEN_TREE_CLOEXEC
                    | OpenFlags.AT_EMPTY_PATH
                    | OpenFlags.AT_RECURSIVE,
            "OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_EMPTY_PATH|AT_RECURSIVE");
    static final Argument MOVE_BY_DESCRIPTORS = value(
            MountFlags.MOVE_MOUNT_F_EMPTY_PATH | MountFlags.MOVE_MOUNT_T_EMPTY_PATH,
            "MOVE_MOUNT_F_EMPTY_PATH|MOVE_MOUNT_T_EMPTY_PATH");
    static final Argument MOVE_DESCRIPTOR = value(MountFlags.MOVE_MOUNT_F_EMPTY_PATH, "MOVE_MOUNT_F_EMPTY_PATH");

    /** sizeof(struct open_how). */
    static final Argument OPEN_HOW_SIZE = value(24);

    /** sizeof(struct mount_attr). */
    static final Argument MOUNT_ATTR_SIZE = value(MountFlags.MOUNT_ATTR_SIZE_VER0);

    /** Resolves as if the descriptor were the root directory: links, absolute ones and {@code ..} stay inside. */
    static final Argument.Struct IN_ROOT = how(
            OpenFlags.O_PATH,
            "O_PATH",
            ResolveFlags.RESOLVE_IN_ROOT | ResolveFlags.RESOLVE_NO_MAGICLINKS,
            "RESOLVE_IN_ROOT|RESOLVE_NO_MAGICLINKS");

    /** The same, but the last component is the thing itself, a link or not. */
    static final Argument.Struct IN_ROOT_ITSELF = how(
            OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW,
            "O_PATH|O_NOFOLLOW",
            ResolveFlags.RESOLVE_IN_ROOT | ResolveFlags.RESOLVE_NO_MAGICLINKS,
            "RESOLVE_IN_ROOT|RESOLVE_NO_MAGICLINKS");

    /** The same, and no link on the way: what the image's /proc, /dev and /sys must be. */
    static final Argument.Struct IN_ROOT_NO_LINKS = how(
            OpenFlags.O_PATH | OpenFlags.O_DIRECTORY,
            "O_PATH|O_DIRECTORY",
            ResolveFlags.RESOLVE_IN_ROOT | ResolveFlags.RESOLVE_NO_SYMLINKS,
            "RESOLVE_IN_ROOT|RESOLVE_NO_SYMLINKS");

    /** Makes a regular file where a path leads inside the root; opened for writing it would keep the root from becoming read-only. */
    static final Argument.Struct CREATE_IN_ROOT = new Argument.Struct(List.of(
            open(OpenFlags.O_CREAT, "O_CREAT|O_RDONLY"),
            value(0644, "0644"),
            value(
                    ResolveFlags.RESOLVE_IN_ROOT | ResolveFlags.RESOLVE_NO_MAGICLINKS,
                    "RESOLVE_IN_ROOT|RESOLVE_NO_MAGICLINKS")));

    private Constants() {}

    /** struct open_how; O_CLOEXEC always. */
    static Argument.Struct how(long flags, String flagNames, long resolve, String resolveNames) {
        return new Argument.Struct(List.of(open(flags, flagNames), NONE, value(resolve, resolveNames)));
    }

    /** open(2)'s flags; O_CLOEXEC always. */
    static Argument open(long flags, String names) {
        return value(flags | OpenFlags.O_CLOEXEC, names + "|O_CLOEXEC");
    }

    /** struct mount_attr: bits to set and to clear, and a propagation. */
    static Argument.Struct mountAttributes(long set, long clear, long propagation, String names) {
        return new Argument.Struct(List.of(value(set, names), value(clear), value(propagation), NONE));
    }

    static Argument slot(Slot slot) {
        return new Argument.SlotValue(slot);
    }
}
