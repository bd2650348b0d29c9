package dev.hull.image.tree;

import dev.hull.linux.DeviceNumber;
import dev.hull.linux.Errno;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.ResolveFlags;
import dev.hull.linux.call.Directory;
import dev.hull.linux.call.DirectoryEntry;
import dev.hull.linux.call.ExtendedAttributes;
import dev.hull.linux.call.FileContent;
import dev.hull.linux.call.FileDescriptor;
import dev.hull.linux.call.FileStatus;
import dev.hull.linux.call.FileTree;
import dev.hull.linux.call.LinuxException;
import dev.hull.linux.call.Opening;
import dev.hull.linux.call.Pathname;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Copies trees by descriptors: no link is followed on either side, whatever programs do to them meanwhile. Hard links
 * within one copy stay hard links, holes stay holes.
 */
public final class TreeCopy {
    private static final int MAX_DEPTH = 1024;
    private static final int DIRECTORY = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;

    private final FileDescriptor target;
    private final Ownership ownership;
    private final boolean layers;
    private final Map<FileId, Copied> linked = new HashMap<>();
    private final byte[] buffer = new byte[64 << 10];

    private record FileId(DeviceNumber device, long inode) {}

    /** Where the first name of a file with several went, below the target, and what was made there. */
    private record Copied(Pathname path, FileId id) {}

    private TreeCopy(FileDescriptor target, Ownership ownership, boolean layers) {
        this.target = target;
        this.ownership = ownership;
        this.layers = layers;
    }

    /**
     * Copies a file, or a directory with all it holds, to a name in another directory. A directory that is there stays
     * and takes the new one's attributes; another file that is there is replaced; EISDIR and ENOTDIR where one is a
     * directory and the other is not.
     */
    public static void copy(
            FileDescriptor from, Pathname fromName, FileDescriptor to, Pathname toName, Ownership ownership)
            throws LinuxException {
        new TreeCopy(to, ownership, false).entry(from, fromName, to, toName, toName, 0);
    }

    /** Copies what a directory holds into another one, which keeps its own attributes. */
    public static void copyContent(FileDescriptor from, FileDescriptor to, Ownership ownership) throws LinuxException {
        new TreeCopy(to, ownership, false).content(from, to, Pathname.EMPTY, 0);
    }

    /**
     * Fills a directory with what an image has in one place: a volume's copy-up. The directory gets the attributes of the
     * topmost part; whiteouts and opaque directories of the layers are obeyed.
     *
     * @param parts the place's directories in the layers, the topmost first, as {@code RootTree.directories} tells them
     */
    public static void copyUp(List<Path> parts, Path target) throws LinuxException {
        try (TreeRoot to = TreeRoot.open(target)) {
            TreeCopy copy = new TreeCopy(to.directory(), new Ownership.Kept(), true);
            for (Path part : parts.reversed()) {
                try (TreeRoot from = TreeRoot.open(part)) {
                    copy.content(from.directory(), to.directory(), Pathname.EMPTY, 0);
                    copy.attributes(from.directory(), to.directory());
                }
            }
            FileContent.syncfs(to.directory());
        }
    }

    /** @param path the directory's place below the target */
    private void content(FileDescriptor from, FileDescriptor to, Pathname path, int depth) throws LinuxException {
        for (DirectoryEntry entry : Directory.list(from)) {
            entry(from, entry.name(), to, entry.name(), path.resolve(entry.name()), depth);
        }
    }

    private void entry(
            FileDescriptor from, Pathname fromName, FileDescriptor to, Pathname toName, Pathname path, int depth)
            throws LinuxException {
        if (depth > MAX_DEPTH) {
            throw new LinuxException("copy", fromName + ", " + depth + " directories deep", Errno.ELOOP);
        }
        FileStatus status = FileStatus.statx(from, fromName, OpenFlags.AT_SYMLINK_NOFOLLOW);
        if (status.isDirectory()) {
            directory(from, fromName, to, toName, path, depth);
            return;
        }
        replace(to, toName, status);
        if ((layers && Whiteouts.is(status)) || link(status, to, toName)) {
            return;
        }
        switch (status.type()) {
            case OpenFlags.S_IFREG -> file(from, fromName, to, toName);
            case OpenFlags.S_IFLNK -> {
                FileTree.symlinkat(FileTree.readlinkat(from, fromName), to, toName);
                metadata(from, fromName, status).apply(to, toName, true);
            }
            default -> {
                FileTree.mknodat(to, toName, status.type() | 0600, status.special());
                metadata(from, fromName, status).apply(to, toName, false);
            }
        }
        if (status.links() > 1) {
            linked.put(id(status), new Copied(path, id(FileStatus.statx(to, toName, OpenFlags.AT_SYMLINK_NOFOLLOW))));
        }
    }

    private Metadata metadata(FileDescriptor from, Pathname name, FileStatus status) throws LinuxException {
        return Metadata.of(from, name, status).ownedBy(ownership);
    }

    private void attributes(FileDescriptor from, FileDescriptor to) throws LinuxException {
        Pathname self = Pathname.of(".");
        metadata(from, self, FileStatus.of(from)).apply(to);
    }

    private void directory(
            FileDescriptor from, Pathname fromName, FileDescriptor to, Pathname toName, Pathname path, int depth)
            throws LinuxException {
        try (FileDescriptor source = Opening.openat(from, fromName, DIRECTORY, 0)) {
            if (id(FileStatus.of(source)).equals(id(FileStatus.of(target)))) {
                throw new LinuxException("copy into itself", fromName.toString(), Errno.EINVAL);
            }
            Optional<FileStatus> there = Unpacking.status(to, toName);
            boolean opaque =
                    layers && ExtendedAttributes.get(source, Whiteouts.OPAQUE).isPresent();
            if (there.isPresent() && layers && (opaque || !there.get().isDirectory())) {
                Removal.remove(to, toName);
                there = Optional.empty();
            }
            if (there.isEmpty()) {
                FileTree.mkdirat(to, toName, 0700);
            } else if (!there.get().isDirectory()) {
                throw new LinuxException("copy directory over", toName.toString(), Errno.ENOTDIR);
            }
            try (FileDescriptor made = Opening.openat(to, toName, DIRECTORY, 0)) {
                content(source, made, path, depth + 1);
                attributes(source, made);
            }
        }
    }

    private void replace(FileDescriptor to, Pathname name, FileStatus status) throws LinuxException {
        Optional<FileStatus> there = Unpacking.status(to, name);
        if (there.isEmpty()) {
            return;
        }
        if (there.get().isDirectory() && !layers) {
            throw new LinuxException("copy file over", name.toString(), Errno.EISDIR);
        }
        if (there.get().inode() == status.inode() && there.get().device().equals(status.device())) {
            throw new LinuxException("copy onto itself", name.toString(), Errno.EINVAL);
        }
        Removal.remove(to, name);
    }

    private static FileId id(FileStatus status) {
        return new FileId(status.device(), status.inode());
    }

    /** Another name for a file that this copy made; false if it made none, or somebody replaced it. */
    private boolean link(FileStatus status, FileDescriptor to, Pathname name) throws LinuxException {
        Copied first = status.links() > 1 ? linked.get(id(status)) : null;
        if (first == null) {
            return false;
        }
        long beneath = ResolveFlags.RESOLVE_BENEATH | ResolveFlags.RESOLVE_NO_SYMLINKS;
        try (FileDescriptor file =
                Opening.openat2(target, first.path, OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW, 0, beneath)) {
            if (!id(FileStatus.of(file)).equals(first.id)) {
                return false;
            }
            FileTree.linkat(file, Pathname.EMPTY, to, name, OpenFlags.AT_EMPTY_PATH);
            return true;
        } catch (LinuxException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP)) {
                return false;
            }
            throw e;
        }
    }

    private void file(FileDescriptor from, Pathname fromName, FileDescriptor to, Pathname toName)
            throws LinuxException {
        try (FileDescriptor source = openRegular(from, fromName);
                FileDescriptor made =
                        Opening.openat(to, toName, OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL, 0600)) {
            FileStatus status = FileStatus.of(source);
            data(source, made);
            metadata(from, fromName, status).apply(made);
        }
    }

    /** Not blocked by a FIFO that took the file's place, nor made the owner of a terminal. */
    static FileDescriptor openRegular(FileDescriptor directory, Pathname name) throws LinuxException {
        int flags = OpenFlags.O_RDONLY | OpenFlags.O_NOFOLLOW | OpenFlags.O_NONBLOCK | OpenFlags.O_NOCTTY;
        FileDescriptor file = Opening.openat(directory, name, flags, 0);
        try {
            if (FileStatus.of(file).isRegular()) {
                return file;
            }
            throw new LinuxException("read", name + ", which was replaced meanwhile", Errno.EAGAIN);
        } catch (LinuxException e) {
            file.close();
            throw e;
        }
    }

    private void data(FileDescriptor from, FileDescriptor to) throws LinuxException {
        long size = FileStatus.of(from).size();
        long position = 0;
        while (true) {
            long start = seek(from, position, OpenFlags.SEEK_DATA);
            if (start < 0) {
                FileContent.ftruncate(to, Math.max(size, position));
                return;
            }
            long end = seek(from, start, OpenFlags.SEEK_HOLE);
            if (end < 0 || size == 0) {
                stream(from, to);
                return;
            }
            FileContent.lseek(from, start, OpenFlags.SEEK_SET);
            FileContent.lseek(to, start, OpenFlags.SEEK_SET);
            for (position = start; position < end; ) {
                long count = FileContent.copy(from, to, end - position);
                if (count == 0) {
                    return;
                }
                position += count;
            }
        }
    }

    /** A position, -1 if there is none; files of /proc know no holes (EINVAL) and pass for one piece. */
    private static long seek(FileDescriptor file, long from, int whence) throws LinuxException {
        try {
            return FileContent.lseek(file, from, whence);
        } catch (LinuxException e) {
            if (e.is(Errno.ENXIO)) {
                return -1;
            }
            if (e.is(Errno.EINVAL)) {
                return whence == OpenFlags.SEEK_DATA ? 0 : -1;
            }
            throw e;
        }
    }

    private void stream(FileDescriptor from, FileDescriptor to) throws LinuxException {
        FileContent.lseek(from, 0, OpenFlags.SEEK_SET);
        FileContent.lseek(to, 0, OpenFlags.SEEK_SET);
        for (int count = FileContent.read(from, buffer, 0, buffer.length);
                count > 0;
                count = FileContent.read(from, buffer, 0, buffer.length)) {
            FileContent.writeFully(to, buffer, 0, count);
        }
    }
}
