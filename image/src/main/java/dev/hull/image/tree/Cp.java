package dev.hull.image.tree;

import dev.hull.image.tar.TarLimits;
import dev.hull.image.tar.TarReader;
import dev.hull.image.tar.TarWriter;
import dev.hull.linux.Errno;
import dev.hull.linux.KernelText;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.call.FileDescriptor;
import dev.hull.linux.call.FileStatus;
import dev.hull.linux.call.FileTree;
import dev.hull.linux.call.LinuxException;
import dev.hull.linux.call.Pathname;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Copying between a container's root and the machine as {@code docker cp} does it, by descriptors inside the roots: no
 * path is resolved twice (CVE-2018-15664).
 *
 * <p>A directory that is copied to one that exists goes into it under its own name, its content only if the source ends
 * with {@code /.}; to a name that does not exist it becomes that directory. A file becomes the target, or goes into it if
 * that is a directory. A target that ends with a slash must be a directory. A link that is the source is copied itself
 * unless it is to be followed; links in a target are followed inside the root.
 */
public final class Cp {
    private static final int MAX_LINKS = 40;

    private Cp() {}

    /**
     * A path in a root; for the machine itself the root is {@code /}.
     *
     * @param path in {@link KernelText}'s form, absolute or not: relative to the root in any case
     */
    public record End(TreeRoot root, String path) {}

    /** Where a path leads: an open directory and a name in it, null status if nothing is there. */
    private record Place(
            FileDescriptor directory,
            Pathname name,
            @Nullable FileStatus status) implements Closeable {
        boolean isDirectory() {
            return status != null && status.isDirectory();
        }

        @Override
        public void close() throws LinuxException {
            directory.close();
        }
    }

    public static void copy(End source, End target, boolean followLink, Ownership ownership) throws LinuxException {
        try (Place from = existing(source, followLink);
                Place to = place(target, true)) {
            checkTarget(from, to, source, target);
            if (!to.isDirectory()) {
                TreeCopy.copy(from.directory, from.name, to.directory, to.name, ownership);
                return;
            }
            try (FileDescriptor directory =
                    target.root.open(bytes(target), OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY)) {
                if (isContent(source)) {
                    try (FileDescriptor content =
                            source.root.open(bytes(source), OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY)) {
                        TreeCopy.copyContent(content, directory, ownership);
                    }
                } else {
                    TreeCopy.copy(from.directory, from.name, directory, baseName(source), ownership);
                }
            }
        }
    }

    private static void checkTarget(Place from, Place to, End source, End target) throws LinuxException {
        if (to.status == null && target.path.endsWith("/") && !from.isDirectory()) {
            throw new LinuxException("copy " + source.path + " to", target.path, Errno.ENOENT);
        }
        if (to.status != null && !to.isDirectory() && (from.isDirectory() || target.path.endsWith("/"))) {
            throw new LinuxException("copy " + source.path + " over", target.path, Errno.ENOTDIR);
        }
    }

    /** Writes the source as an archive, its last component the entries' first; {@code .} where only content is meant. */
    public static void archive(End source, boolean followLink, Ownership ownership, OutputStream out)
            throws IOException {
        try (Place from = existing(source, followLink);
                TarWriter writer = new TarWriter(out)) {
            new TarOutput(writer, ownership).write(from.directory, from.name, baseName(source));
        }
    }

    /** Unpacks an archive, plain, into a directory that must exist. */
    public static void extract(InputStream archive, End target, Ownership ownership) throws IOException {
        target.root
                .open(bytes(target), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY)
                .close();
        Unpacking.archive(new TarReader(archive, TarLimits.ARCHIVE), target.root, bytes(target), ownership);
    }

    private static Pathname bytes(End end) {
        return Pathname.of(KernelText.encode(end.path.isEmpty() ? "." : end.path));
    }

    /** Whether the content of a directory is meant, not the directory. */
    private static boolean isContent(End end) {
        return lastName(end.path).equals(".");
    }

    /** {@code .} for the root, for a path that ends with {@code /.}, and for one that ends with {@code ..}. */
    private static String lastName(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        String name = path.substring(path.lastIndexOf('/', end - 1) + 1, end);
        return name.isEmpty() || name.equals("..") ? "." : name;
    }

    private static Pathname baseName(End end) {
        return Pathname.of(KernelText.encode(lastName(end.path)));
    }

    private static Place existing(End end, boolean followLink) throws LinuxException {
        Place place = place(end, followLink || end.path.endsWith("/"));
        if (place.status == null) {
            place.close();
            throw new LinuxException("copy", end.path, Errno.ENOENT);
        }
        return place;
    }

    /** Walks to the last component; follows it, if it is a link, as text from where it lies. */
    private static Place place(End end, boolean followLink) throws LinuxException {
        String path = end.path;
        for (int links = 0; links <= MAX_LINKS; links++) {
            String name = lastName(path);
            if (name.equals(".")) {
                FileDescriptor self = end.root.open(
                        Pathname.of(KernelText.encode(path.isEmpty() ? "." : path)),
                        OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);
                return new Place(self, Pathname.of("."), FileStatus.of(self));
            }
            String parent = path.substring(0, path.lastIndexOf(name));
            FileDescriptor directory = end.root.open(
                    Pathname.of(KernelText.encode(parent.isEmpty() ? "." : parent)),
                    OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);
            Pathname last = Pathname.of(KernelText.encode(name));
            try {
                Optional<FileStatus> status = Unpacking.status(directory, last);
                if (status.isEmpty() || !followLink || !status.get().isSymbolicLink()) {
                    return new Place(directory, last, status.orElse(null));
                }
                String link =
                        KernelText.decode(FileTree.readlinkat(directory, last).bytes());
                path = link.startsWith("/") ? link : parent + link;
            } catch (LinuxException e) {
                directory.close();
                throw e;
            }
            directory.close();
        }
        throw new LinuxException("follow", end.path, Errno.ELOOP);
    }
}
