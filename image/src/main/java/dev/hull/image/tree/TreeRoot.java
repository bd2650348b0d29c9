package dev.hull.image.tree;

import static java.util.Objects.requireNonNull;

import dev.hull.linux.Errno;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.ResolveFlags;
import dev.hull.linux.call.FileDescriptor;
import dev.hull.linux.call.LinuxException;
import dev.hull.linux.call.Opening;
import dev.hull.linux.call.Pathname;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A directory that is the whole world to what is done inside: paths are resolved by the kernel as if it were {@code /}
 * (openat2(2), RESOLVE_IN_ROOT), whatever links lie on the way, even while another program changes them.
 */
public final class TreeRoot implements Closeable {
    private static final long IN_ROOT = ResolveFlags.RESOLVE_IN_ROOT | ResolveFlags.RESOLVE_NO_MAGICLINKS;

    private final FileDescriptor directory;

    private TreeRoot(FileDescriptor directory) {
        this.directory = directory;
    }

    /** Takes the ownership of an open directory: a container's root, gotten by a pidfd. */
    public static TreeRoot owning(FileDescriptor directory) {
        return new TreeRoot(directory);
    }

    /** Opens a directory of this machine; the path is the caller's own and trusted. */
    public static TreeRoot open(Path path) throws LinuxException {
        return new TreeRoot(Opening.open(Pathname.of(path), OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY));
    }

    public FileDescriptor directory() {
        return directory;
    }

    /**
     * Opens what lies at a path, links followed inside the root.
     *
     * @param path absolute or not: relative to the root in any case
     * @param flags of {@link OpenFlags}; O_NOFOLLOW to have a link in the last component itself, with O_PATH
     */
    public FileDescriptor open(Pathname path, int flags) throws LinuxException {
        return Opening.openat2(directory, path, flags, 0, IN_ROOT);
    }

    /** As {@link #open}, but a link on the way is an error: ELOOP. */
    FileDescriptor openWithoutLinks(Pathname path, int flags) throws LinuxException {
        return Opening.openat2(directory, path, flags, 0, IN_ROOT | ResolveFlags.RESOLVE_NO_SYMLINKS);
    }

    /** As {@link #open}, but empty where nothing is there. */
    public Optional<FileDescriptor> openIfPresent(Pathname path, int flags) throws LinuxException {
        try {
            return Optional.of(open(path, flags));
        } catch (LinuxException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Removes a tree of Hull's own, if it is there. */
    public static void removeTree(Path path) throws LinuxException {
        Path absolute = path.toAbsolutePath();
        try (TreeRoot parent = open(absolute.resolveSibling(""))) {
            Removal.remove(
                    parent.directory,
                    Pathname.of(requireNonNull(absolute.getFileName(), "the root cannot be removed")));
        } catch (LinuxException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    @Override
    public void close() throws LinuxException {
        directory.close();
    }
}
