package dev.hull.image.tree;

import dev.hull.linux.Errno;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.call.Directory;
import dev.hull.linux.call.DirectoryEntry;
import dev.hull.linux.call.FileDescriptor;
import dev.hull.linux.call.FileStatus;
import dev.hull.linux.call.FileTree;
import dev.hull.linux.call.LinuxException;
import dev.hull.linux.call.Opening;
import dev.hull.linux.call.Pathname;

/**
 * Removes a tree by descriptors, without following a link.
 *
 * <p>A hostile tree can be deeper than a path can say and than descriptors or the stack last: a directory far down is
 * moved up to the tree's top and removed from there.
 */
final class Removal {
    private static final int MAX_DEPTH = 64;
    private static final int DIRECTORY = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;

    private final FileDescriptor top;
    private long moved;

    private Removal(FileDescriptor top) {
        this.top = top;
    }

    /** Removes what lies under a name, with all it holds. A mount on the way is left alone: EBUSY. */
    static void remove(FileDescriptor parent, Pathname name) throws LinuxException {
        if (!FileStatus.statx(parent, name, OpenFlags.AT_SYMLINK_NOFOLLOW).isDirectory()) {
            FileTree.unlinkat(parent, name, 0);
            return;
        }
        try (FileDescriptor top = Opening.openat(parent, name, DIRECTORY, 0)) {
            Removal removal = new Removal(top);
            long before;
            do {
                before = removal.moved;
                removal.content(top, 1);
            } while (removal.moved > before);
        }
        FileTree.unlinkat(parent, name, OpenFlags.AT_REMOVEDIR);
    }

    private void content(FileDescriptor directory, int depth) throws LinuxException {
        for (DirectoryEntry entry : Directory.list(directory)) {
            if (!isDirectory(directory, entry)) {
                FileTree.unlinkat(directory, entry.name(), 0);
            } else if (depth >= MAX_DEPTH) {
                moveUp(directory, entry.name());
            } else {
                try (FileDescriptor child = Opening.openat(directory, entry.name(), DIRECTORY, 0)) {
                    content(child, depth + 1);
                }
                FileTree.unlinkat(directory, entry.name(), OpenFlags.AT_REMOVEDIR);
            }
        }
    }

    private static boolean isDirectory(FileDescriptor directory, DirectoryEntry entry) throws LinuxException {
        return entry.type() == OpenFlags.DT_UNKNOWN
                ? FileStatus.statx(directory, entry.name(), OpenFlags.AT_SYMLINK_NOFOLLOW)
                        .isDirectory()
                : entry.type() == OpenFlags.DT_DIR;
    }

    private void moveUp(FileDescriptor directory, Pathname name) throws LinuxException {
        while (true) {
            moved++;
            try {
                FileTree.renameat2(directory, name, top, Pathname.of("moved-" + moved), OpenFlags.RENAME_NOREPLACE);
                return;
            } catch (LinuxException e) {
                if (!e.is(Errno.EEXIST)) {
                    throw e;
                }
            }
        }
    }
}
