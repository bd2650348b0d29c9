package dev.hull.linux.call;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hull.linux.MountFlags;
import dev.hull.linux.Syscall;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The mounts of this process's mount namespace, by path and by descriptor. Flags are those of {@link MountFlags}. */
public final class Mounts {
    private Mounts() {}

    /**
     * mount(2).
     *
     * @param source what is mounted; null where the flags or the type need none
     * @param type null for MS_BIND, MS_MOVE, MS_REMOUNT and changes of propagation
     * @param data the file system's own options, null for none
     */
    public static void mount(
            @Nullable Pathname source, Pathname target, @Nullable String type, long flags, @Nullable String data)
            throws LinuxException {
        try (Frame frame = new Frame()) {
            frame.call(
                    Syscall.MOUNT,
                    (type == null ? "" : type + " on ") + target,
                    source == null ? 0 : frame.path(source),
                    frame.path(target),
                    type == null ? 0 : frame.text(type),
                    flags,
                    data == null
                            ? 0
                            : frame.copy((data + '\0').getBytes(StandardCharsets.UTF_8))
                                    .address());
        }
    }

    /** umount2(2); flags: MNT_DETACH, MNT_FORCE, UMOUNT_NOFOLLOW. */
    public static void umount2(Pathname target, long flags) throws LinuxException {
        try (Frame frame = new Frame()) {
            frame.call(Syscall.UMOUNT2, target, frame.path(target), flags);
        }
    }

    /**
     * open_tree(2): a descriptor of a mount, or with OPEN_TREE_CLONE of a copy that nobody sees until it is attached;
     * AT_RECURSIVE and AT_EMPTY_PATH go with it.
     */
    public static FileDescriptor openTree(FileDescriptor directory, Pathname path, long flags) throws LinuxException {
        try (Frame frame = new Frame()) {
            return FileDescriptor.owning(frame.call(
                    Syscall.OPEN_TREE,
                    path,
                    directory.number(),
                    frame.path(path),
                    flags | MountFlags.OPEN_TREE_CLOEXEC));
        }
    }

    /** move_mount(2): attaches a mount that is open to a place. */
    public static void moveMount(FileDescriptor mount, FileDescriptor directory, Pathname path, long flags)
            throws LinuxException {
        try (Frame frame = new Frame()) {
            frame.call(
                    Syscall.MOVE_MOUNT,
                    mount + " to " + path,
                    mount.number(),
                    frame.path(Pathname.EMPTY),
                    directory.number(),
                    frame.path(path),
                    flags | MountFlags.MOVE_MOUNT_F_EMPTY_PATH);
        }
    }

    /**
     * mount_setattr(2).
     *
     * @param flags AT_EMPTY_PATH, AT_RECURSIVE, AT_SYMLINK_NOFOLLOW
     * @param set MOUNT_ATTR_* to set
     * @param clear MOUNT_ATTR_* to clear
     * @param propagation MS_SHARED, MS_PRIVATE, MS_SLAVE, MS_UNBINDABLE, or 0
     * @param userNamespace for MOUNT_ATTR_IDMAP, else null
     */
    public static void setAttributes(
            FileDescriptor directory,
            Pathname path,
            int flags,
            long set,
            long clear,
            long propagation,
            @Nullable FileDescriptor userNamespace)
            throws LinuxException {
        try (Frame frame = new Frame()) {
            MemorySegment attributes = frame.allocate(MountFlags.MOUNT_ATTR_SIZE_VER0);
            attributes.set(JAVA_LONG, 0, set);
            attributes.set(JAVA_LONG, 8, clear);
            attributes.set(JAVA_LONG, 16, propagation);
            attributes.set(JAVA_LONG, 24, userNamespace == null ? 0 : userNamespace.number());
            frame.call(
                    Syscall.MOUNT_SETATTR,
                    path.equals(Pathname.EMPTY) ? directory : path,
                    directory.number(),
                    frame.path(path),
                    flags,
                    attributes.address(),
                    MountFlags.MOUNT_ATTR_SIZE_VER0);
        }
    }
}
