package dev.hull.image.tree;

import dev.hull.image.tar.TarEntry;
import dev.hull.image.tar.TarException;
import dev.hull.image.tar.TarReader;
import dev.hull.linux.DeviceNumber;
import dev.hull.linux.Errno;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.call.FileContent;
import dev.hull.linux.call.FileDescriptor;
import dev.hull.linux.call.FileStatus;
import dev.hull.linux.call.FileTree;
import dev.hull.linux.call.LinuxException;
import dev.hull.linux.call.Opening;
import dev.hull.linux.call.Pathname;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes files of an archive's entries below a root.
 *
 * <p>Every name is split, its parent opened inside the root by the kernel ({@link TreeRoot}), and the last component
 * made relative to that descriptor without following it. So a link in the archive can lead a later name to another
 * place in the root, as it does in the container, but never out. What an entry finds in its place it replaces; a
 * directory stays and takes the new entry's attributes. Directories get their times and permissions last.
 */
public final class Unpacking implements Closeable {
    /** Deeper is no honest tree, and the kernel could not name what lies there. */
    private static final int MAX_DEPTH = 2048;

    /** What is remembered of directories at most, in bytes; an honest tree's take a hundredth of it. */
    private static final long MAX_REMEMBERED = 64 << 20;

    private final TreeRoot root;
    private final Pathname base;
    private final Ownership ownership;
    private final byte[] buffer = new byte[256 << 10];
    private final Map<EntryPath, Metadata> directories = new LinkedHashMap<>();
    private final @Nullable Whiteouts whiteouts;
    private final List<Path> below;

    private long remembered;
    private @Nullable EntryPath openPath;
    private @Nullable FileDescriptor openParent;

    private Unpacking(
            TreeRoot root, Pathname base, Ownership ownership, @Nullable Whiteouts whiteouts, List<Path> below) {
        this.root = root;
        this.base = base;
        this.ownership = ownership;
        this.whiteouts = whiteouts;
        this.below = below;
    }

    /** Unpacks a whole archive: names that begin with {@code .wh.} mean nothing special. */
    public static void archive(TarReader reader, TreeRoot root) throws IOException {
        try (Unpacking unpacking = new Unpacking(root, Pathname.EMPTY, new Ownership.Kept(), null, List.of())) {
            unpacking.whole(reader);
        }
    }

    /**
     * Unpacks an archive into a directory of a root. Links on the way to it and within it lead where they lead in the root.
     *
     * @param base the directory, without {@code ..}; empty for the root itself
     */
    public static void archive(TarReader reader, TreeRoot root, Pathname base, Ownership ownership) throws IOException {
        try (Unpacking unpacking = new Unpacking(root, base, ownership, null, List.of())) {
            unpacking.all(reader);
        }
    }

    /**
     * Unpacks a layer as an overlay's lower directory: its whiteouts become overlayfs's.
     *
     * @param below the layers under it, the topmost first: a directory that the archive implies but does not describe
     *     looks as it does there, for overlayfs shows the topmost one's attributes
     */
    public static Whiteouts layer(TarReader reader, TreeRoot root, List<Path> below) throws IOException {
        Whiteouts whiteouts = new Whiteouts();
        try (Unpacking unpacking = new Unpacking(root, Pathname.EMPTY, new Ownership.Kept(), whiteouts, below)) {
            unpacking.whole(reader);
        }
        return whiteouts;
    }

    /** A tree that is all the archive's: its root is one of the directories that need not be described. */
    private void whole(TarReader reader) throws IOException {
        EntryPath top = EntryPath.of(Pathname.EMPTY);
        remember(top, implied(top));
        all(reader);
    }

    private void all(TarReader reader) throws IOException {
        for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
            try {
                apply(entry, reader);
            } catch (LinuxException e) {
                throw new UnpackException(entry.name().toString(), entry.offset(), e);
            } catch (IllegalArgumentException e) {
                throw new TarException(entry.offset(), entry.name() + ": " + e.getMessage());
            }
        }
        finishDirectories();
    }

    private void apply(TarEntry entry, TarReader reader) throws IOException {
        EntryPath path = EntryPath.of(base.resolve(entry.name()));
        if (path.depth() > MAX_DEPTH) {
            throw new IllegalArgumentException("more than " + MAX_DEPTH + " directories deep");
        }
        if (path.equals(EntryPath.of(base))) {
            if (entry.type() != TarEntry.Type.DIRECTORY) {
                throw new IllegalArgumentException("the root can only be a directory");
            }
            remember(path, metadata(entry));
            return;
        }
        FileDescriptor parent = parent(path.parent());
        if (whiteouts != null && whiteouts.apply(root, path)) {
            return;
        }
        make(entry, reader, path, parent);
    }

    private void make(TarEntry entry, TarReader reader, EntryPath path, FileDescriptor parent) throws IOException {
        Pathname name = path.name();
        switch (entry.type()) {
            case DIRECTORY -> directory(entry, path, parent, name);
            case HARD_LINK -> hardLink(entry, parent, name);
            case FILE -> {
                replace(parent, name);
                file(entry, reader, parent, name);
            }
            case SYMBOLIC_LINK -> {
                replace(parent, name);
                FileTree.symlinkat(entry.link(), parent, name);
                metadata(entry).apply(parent, name, true);
            }
            case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO -> {
                replace(parent, name);
                FileTree.mknodat(parent, name, special(entry.type()) | 0600, device(entry));
                metadata(entry).apply(parent, name, false);
            }
        }
    }

    private static int special(TarEntry.Type type) {
        return switch (type) {
            case CHARACTER_DEVICE -> OpenFlags.S_IFCHR;
            case BLOCK_DEVICE -> OpenFlags.S_IFBLK;
            default -> OpenFlags.S_IFIFO;
        };
    }

    private static DeviceNumber device(TarEntry entry) {
        if (entry.type() == TarEntry.Type.FIFO) {
            return new DeviceNumber(0, 0);
        }
        if (entry.major() >>> 12 != 0 || entry.minor() >>> 20 != 0) {
            throw new IllegalArgumentException("no device has the number " + entry.major() + ":" + entry.minor());
        }
        if (entry.type() == TarEntry.Type.CHARACTER_DEVICE && entry.major() == 0 && entry.minor() == 0) {
            throw new IllegalArgumentException("a character device 0:0, which overlayfs takes for a whiteout");
        }
        return new DeviceNumber((int) entry.major(), (int) entry.minor());
    }

    private Metadata metadata(TarEntry entry) {
        return new Metadata(entry.mode(), entry.uid(), entry.gid(), entry.modified(), entry.xattrs())
                .ownedBy(ownership);
    }

    private void directory(TarEntry entry, EntryPath path, FileDescriptor parent, Pathname name) throws IOException {
        Optional<FileStatus> there = status(parent, name);
        if (there.isEmpty() || !there.get().isDirectory()) {
            replace(parent, name);
            FileTree.mkdirat(parent, name, 0700);
            if (whiteouts != null && there.isPresent() && Whiteouts.is(there.get())) {
                whiteouts.markOpaque(parent, path);
            }
        }
        remember(path, metadata(entry));
    }

    private void remember(EntryPath path, Metadata metadata) {
        remembered += 200 + path.length();
        for (Map.Entry<Pathname, byte[]> xattr : metadata.xattrs().entrySet()) {
            remembered += 100 + xattr.getValue().length;
        }
        if (remembered > MAX_REMEMBERED) {
            throw new IllegalArgumentException(
                    "directories whose names and attributes exceed " + MAX_REMEMBERED + " bytes");
        }
        directories.put(path, metadata);
    }

    private void file(TarEntry entry, TarReader reader, FileDescriptor parent, Pathname name) throws IOException {
        int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_NOFOLLOW;
        try (FileDescriptor file = Opening.openat(parent, name, flags, 0600)) {
            long position = 0;
            for (TarEntry.Extent extent : entry.extents()) {
                if (extent.offset() != position) {
                    FileContent.lseek(file, extent.offset(), OpenFlags.SEEK_SET);
                }
                write(reader, file, extent.length());
                position = extent.offset() + extent.length();
            }
            if (position != entry.size()) {
                FileContent.ftruncate(file, entry.size());
            }
            metadata(entry).apply(file);
        }
    }

    private void write(TarReader reader, FileDescriptor file, long length) throws IOException {
        for (long left = length; left > 0; ) {
            int count = reader.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                throw new IllegalStateException("the reader checked that the extents are stored");
            }
            FileContent.writeFully(file, buffer, 0, count);
            left -= count;
        }
    }

    /** The target is a name in the root, its last component not followed; it shares its attributes. */
    private void hardLink(TarEntry entry, FileDescriptor parent, Pathname name) throws IOException {
        EntryPath target = EntryPath.of(base.resolve(entry.link()));
        if (target.isRoot()) {
            throw new IllegalArgumentException("a hard link to the root");
        }
        try (FileDescriptor targetParent =
                root.open(target.parent().path(), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY)) {
            Optional<FileStatus> status = status(targetParent, target.name());
            if (status.isEmpty() || status.get().isDirectory()) {
                throw new IllegalArgumentException("a hard link to " + target
                        + (status.isEmpty() ? ", which no earlier entry made" : ", which is a directory"));
            }
            Optional<FileStatus> there = status(parent, name);
            if (there.isPresent() && there.get().inode() == status.get().inode()) {
                return;
            }
            replace(parent, name);
            FileTree.linkat(targetParent, target.name(), parent, name, 0);
        } catch (LinuxException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR)) {
                throw new IllegalArgumentException("a hard link to " + target + ", which no earlier entry made", e);
            }
            throw e;
        }
    }

    /** Takes away what lies in an entry's place. */
    private void replace(FileDescriptor parent, Pathname name) throws LinuxException {
        Optional<FileStatus> there = status(parent, name);
        if (there.isEmpty()) {
            return;
        }
        Removal.remove(parent, name);
        if (there.get().isDirectory() || there.get().isSymbolicLink()) {
            // the directory kept open may be what was removed
            openPath = null;
        }
    }

    static Optional<FileStatus> status(FileDescriptor parent, Pathname name) throws LinuxException {
        try {
            return Optional.of(FileStatus.statx(parent, name, OpenFlags.AT_SYMLINK_NOFOLLOW));
        } catch (LinuxException e) {
            if (e.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The directory that holds an entry, made if no entry did; kept open for the entries that follow it. */
    private FileDescriptor parent(EntryPath path) throws LinuxException {
        if (openParent != null && openPath != null && path.equals(openPath)) {
            return openParent;
        }
        closeParent();
        FileDescriptor opened = root.openIfPresent(path.path(), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY)
                .orElse(null);
        if (opened == null) {
            opened = makeParents(path);
        }
        openPath = path;
        openParent = opened;
        return opened;
    }

    private FileDescriptor makeParents(EntryPath path) throws LinuxException {
        for (int depth = 1; depth <= path.depth(); depth++) {
            EntryPath prefix = path.prefix(depth);
            try (FileDescriptor above = root.open(prefix.parent().path(), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY)) {
                if (status(above, prefix.name()).isEmpty()) {
                    FileTree.mkdirat(above, prefix.name(), 0755);
                    remember(prefix, implied(prefix));
                }
            }
        }
        return root.open(path.path(), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);
    }

    /** What a directory looks like that no entry described. */
    private Metadata implied(EntryPath path) throws LinuxException {
        for (Path tree : below) {
            try (TreeRoot layer = TreeRoot.open(tree);
                    FileDescriptor directory =
                            layer.openWithoutLinks(path.path(), OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY)) {
                return Metadata.of(directory, Pathname.of("."), FileStatus.of(directory));
            } catch (LinuxException e) {
                if (!e.is(Errno.ENOENT)) {
                    break;
                }
            }
        }
        return Metadata.IMPLIED_DIRECTORY;
    }

    private void finishDirectories() throws IOException {
        closeParent();
        for (Map.Entry<EntryPath, Metadata> directory : directories.entrySet()) {
            Optional<FileDescriptor> open =
                    root.openIfPresent(directory.getKey().path(), OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
            if (open.isPresent()) {
                try (FileDescriptor file = open.get()) {
                    directory.getValue().apply(file);
                }
            }
        }
    }

    private void closeParent() throws LinuxException {
        if (openParent != null) {
            openParent.close();
        }
        openParent = null;
        openPath = null;
    }

    @Override
    public void close() throws IOException {
        closeParent();
    }
}
