package dev.hull.linux;

/**
 * Flags of mount(2), umount2(2) and of the mount API that works on descriptors.
 *
 * <p>Source: {@code include/uapi/linux/mount.h}. A descriptor-based mount is made by fsopen, fsconfig and fsmount (or copied
 * by open_tree), changed by mount_setattr and attached by move_mount.
 */
public final class MountFlags {
    // Of mount(2)
    public static final long MS_RDONLY = 1;
    public static final long MS_NOSUID = 2;
    public static final long MS_NODEV = 4;
    public static final long MS_NOEXEC = 8;
    public static final long MS_SYNCHRONOUS = 0x10;
    public static final long MS_REMOUNT = 0x20;
    public static final long MS_MANDLOCK = 0x40;
    public static final long MS_DIRSYNC = 0x80;
    public static final long MS_NOSYMFOLLOW = 0x100;
    public static final long MS_NOATIME = 0x400;
    public static final long MS_NODIRATIME = 0x800;
    public static final long MS_BIND = 0x1000;
    public static final long MS_MOVE = 0x2000;
    public static final long MS_REC = 0x4000;
    public static final long MS_SILENT = 0x8000;
    public static final long MS_POSIXACL = 0x10000;
    public static final long MS_UNBINDABLE = 0x20000;
    public static final long MS_PRIVATE = 0x40000;
    public static final long MS_SLAVE = 0x80000;
    public static final long MS_SHARED = 0x100000;
    public static final long MS_RELATIME = 0x200000;
    public static final long MS_STRICTATIME = 0x1000000;
    public static final long MS_LAZYTIME = 0x2000000;

    // Of umount2(2)
    public static final long MNT_FORCE = 1;
    public static final long MNT_DETACH = 2;
    public static final long MNT_EXPIRE = 4;
    public static final long UMOUNT_NOFOLLOW = 8;

    // Of fsmount(2) and mount_setattr(2): mount_attr.attr_set and attr_clr
    public static final long MOUNT_ATTR_RDONLY = 1;
    public static final long MOUNT_ATTR_NOSUID = 2;
    public static final long MOUNT_ATTR_NODEV = 4;
    public static final long MOUNT_ATTR_NOEXEC = 8;
    public static final long MOUNT_ATTR__ATIME = 0x70;
    public static final long MOUNT_ATTR_RELATIME = 0;
    public static final long MOUNT_ATTR_NOATIME = 0x10;
    public static final long MOUNT_ATTR_STRICTATIME = 0x20;
    public static final long MOUNT_ATTR_NODIRATIME = 0x80;
    public static final long MOUNT_ATTR_IDMAP = 0x100000;
    public static final long MOUNT_ATTR_NOSYMFOLLOW = 0x200000;

    // The size of struct mount_attr
    public static final long MOUNT_ATTR_SIZE_VER0 = 32;

    // Of fsopen(2), fsmount(2) and fspick(2)
    public static final long FSOPEN_CLOEXEC = 1;
    public static final long FSMOUNT_CLOEXEC = 1;
    public static final long FSPICK_CLOEXEC = 1;
    public static final long FSPICK_SYMLINK_NOFOLLOW = 2;
    public static final long FSPICK_NO_AUTOMOUNT = 4;
    public static final long FSPICK_EMPTY_PATH = 8;

    // Commands of fsconfig(2)
    public static final long FSCONFIG_SET_FLAG = 0;
    public static final long FSCONFIG_SET_STRING = 1;
    public static final long FSCONFIG_SET_BINARY = 2;
    public static final long FSCONFIG_SET_PATH = 3;
    public static final long FSCONFIG_SET_PATH_EMPTY = 4;
    public static final long FSCONFIG_SET_FD = 5;
    public static final long FSCONFIG_CMD_CREATE = 6;
    public static final long FSCONFIG_CMD_RECONFIGURE = 7;

    // Of open_tree(2); AT_RECURSIVE goes with them
    public static final long OPEN_TREE_CLONE = 1;
    public static final long OPEN_TREE_CLOEXEC = 0x80000;

    // Of move_mount(2)
    public static final long MOVE_MOUNT_F_SYMLINKS = 1;
    public static final long MOVE_MOUNT_F_AUTOMOUNTS = 2;
    public static final long MOVE_MOUNT_F_EMPTY_PATH = 4;
    public static final long MOVE_MOUNT_T_SYMLINKS = 0x10;
    public static final long MOVE_MOUNT_T_AUTOMOUNTS = 0x20;
    public static final long MOVE_MOUNT_T_EMPTY_PATH = 0x40;
    public static final long MOVE_MOUNT_SET_GROUP = 0x100;
    public static final long MOVE_MOUNT_BENEATH = 0x200;

    private MountFlags() {}
}
