package dev.hull.image.tree;

import dev.hull.image.tar.TarEntry;
import dev.hull.image.tar.TarWriter;
import dev.hull.linux.DeviceNumber;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.call.Directory;
import dev.hull.linux.call.DirectoryEntry;
import dev.hull.linux.call.FileContent;
import dev.hull.linux.call.FileDescriptor;
import dev.hull.linux.call.FileStatus;
import dev.hull.linux.call.FileTree;
import dev.hull.linux.call.LinuxException;
import dev.hull.linux.call.Opening;
import dev.hull.linux.call.Pathname;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes trees into an archive by descriptors, no link followed. Names within a directory are sorted: the same tree gives
 * the same archive. Sockets are left out, tar has no word for them.
 */
public final class TarOutput {
    private static final int DIRECTORY = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;

    private final TarWriter writer;
    private final Ownership ownership;
    private final Map<FileId, Pathname> linked = new HashMap<>();
    private final byte[] buffer = new byte[256 << 10];

    private record FileId(DeviceNumber device, long inode) {}

    public TarOutput(TarWriter writer, Ownership ownership) {
        this.writer = writer;
        this.ownership = ownership;
    }

    /**
     * Writes a file, or a directory with all it holds.
     *
     * @param name in the directory
     * @param archived what the archive calls it
     */
    public void write(FileDescriptor directory, Pathname name, Pathname archived) throws IOException {
        FileStatus status = FileStatus.statx(directory, name, OpenFlags.AT_SYMLINK_NOFOLLOW);
        if (status.isDirectory()) {
            begin(directory, name, archived, status, TarEntry.Type.DIRECTORY, Pathname.EMPTY);
            try (FileDescriptor child = Opening.openat(directory, name, DIRECTORY, 0)) {
                content(child, archived);
            }
            return;
        }
        Pathname first =
                status.links() > 1 ? linked.putIfAbsent(new FileId(status.device(), status.inode()), archived) : null;
        if (first != null) {
            begin(directory, name, archived, status, TarEntry.Type.HARD_LINK, first);
            return;
        }
        switch (status.type()) {
            case OpenFlags.S_IFREG -> file(directory, name, archived);
            case OpenFlags.S_IFLNK ->
                begin(
                        directory,
                        name,
                        archived,
                        status,
                        TarEntry.Type.SYMBOLIC_LINK,
                        FileTree.readlinkat(directory, name));
            case OpenFlags.S_IFCHR ->
                begin(directory, name, archived, status, TarEntry.Type.CHARACTER_DEVICE, Pathname.EMPTY);
            case OpenFlags.S_IFBLK ->
                begin(directory, name, archived, status, TarEntry.Type.BLOCK_DEVICE, Pathname.EMPTY);
            case OpenFlags.S_IFIFO -> begin(directory, name, archived, status, TarEntry.Type.FIFO, Pathname.EMPTY);
            default -> linked.remove(new FileId(status.device(), status.inode()));
        }
    }

    private void content(FileDescriptor directory, Pathname archived) throws IOException {
        List<DirectoryEntry> entries = Directory.list(directory);
        entries.sort(Comparator.comparing(entry -> entry.name().bytes(), Arrays::compareUnsigned));
        for (DirectoryEntry entry : entries) {
            write(directory, entry.name(), archived.resolve(entry.name()));
        }
    }

    private void begin(
            FileDescriptor directory,
            Pathname name,
            Pathname archived,
            FileStatus status,
            TarEntry.Type type,
            Pathname link)
            throws IOException {
        Metadata metadata = Metadata.of(directory, name, status).ownedBy(ownership);
        writer.begin(new TarEntry(
                0,
                type,
                type == TarEntry.Type.DIRECTORY ? archived.resolve(Pathname.EMPTY) : archived,
                link,
                metadata.mode(),
                metadata.uid(),
                metadata.gid(),
                type == TarEntry.Type.FILE ? status.size() : 0,
                metadata.modified(),
                List.of(),
                status.special().major(),
                status.special().minor(),
                type == TarEntry.Type.HARD_LINK ? Map.of() : metadata.xattrs()));
    }

    /** A file that shrinks meanwhile is filled up with zeros, one that grows is cut: its header is written already. */
    private void file(FileDescriptor directory, Pathname name, Pathname archived) throws IOException {
        try (FileDescriptor file = TreeCopy.openRegular(directory, name)) {
            begin(directory, name, archived, FileStatus.of(file), TarEntry.Type.FILE, Pathname.EMPTY);
            while (writer.remaining() > 0) {
                int wanted = (int) Math.min(buffer.length, writer.remaining());
                int count = FileContent.read(file, buffer, 0, wanted);
                if (count == 0) {
                    Arrays.fill(buffer, (byte) 0);
                    count = wanted;
                }
                writer.write(buffer, 0, count);
            }
        } catch (LinuxException e) {
            if (writer.remaining() > 0) {
                throw new IOException("the archive ends within " + archived + ": " + e.getMessage(), e);
            }
            throw e;
        }
    }
}
