package dev.hull.image.tree;

import dev.hull.linux.DeviceNumber;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.call.ExtendedAttributes;
import dev.hull.linux.call.FileDescriptor;
import dev.hull.linux.call.FileStatus;
import dev.hull.linux.call.FileTree;
import dev.hull.linux.call.LinuxException;
import dev.hull.linux.call.Pathname;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A layer's whiteouts as overlayfs has them.
 *
 * <p>Sources: OCI image-spec layer.md, "Whiteouts"; Documentation/filesystems/overlayfs.rst. {@code .wh.NAME} becomes a
 * character device 0:0 called NAME, {@code .wh..wh..opq} the attribute {@code trusted.overlay.opaque} of its directory;
 * other names that begin with {@code .wh..wh.} are an old file system's bookkeeping and dropped. A whiteout is about
 * the layers below: it leaves alone what its own layer has, before or after it, but a directory that stands in its
 * place hides the one below, that is, is opaque.
 */
public final class Whiteouts {
    private static final byte[] PREFIX = ".wh.".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OWN_PREFIX = ".wh..wh.".getBytes(StandardCharsets.US_ASCII);
    private static final Pathname OPAQUE_FILE = Pathname.of(".wh..wh..opq");
    static final Pathname OPAQUE = Pathname.of("trusted.overlay.opaque");
    private static final byte[] YES = {'y'};

    /** They are listed in the image's record, which the cold path reads. */
    private static final int MAX_OPAQUE = 10_000;

    private final Set<Pathname> opaque = new TreeSet<>((a, b) -> Arrays.compareUnsigned(a.bytes(), b.bytes()));

    Whiteouts() {}

    /** The opaque directories, relative to the layer's root, which is empty. */
    public Set<Pathname> opaque() {
        return opaque;
    }

    static boolean is(FileStatus status) {
        return status.type() == OpenFlags.S_IFCHR
                && status.special().major() == 0
                && status.special().minor() == 0;
    }

    /** Performs a whiteout; false if the name is none. Its directory must be there, and no link on the way to it. */
    boolean apply(TreeRoot root, EntryPath path) throws LinuxException {
        byte[] name = path.name().bytes();
        if (!startsWith(name, PREFIX)) {
            return false;
        }
        boolean opaqueFile = path.name().equals(OPAQUE_FILE);
        if (!opaqueFile && startsWith(name, OWN_PREFIX)) {
            return true;
        }
        int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY;
        try (FileDescriptor parent = root.openWithoutLinks(path.parent().path(), flags)) {
            if (opaqueFile) {
                set(parent, Pathname.of("."), path.parent());
            } else {
                hide(parent, Pathname.of(Arrays.copyOfRange(name, PREFIX.length, name.length)), path.parent());
            }
        }
        return true;
    }

    private static boolean startsWith(byte[] name, byte[] prefix) {
        return name.length >= prefix.length && Arrays.equals(name, 0, prefix.length, prefix, 0, prefix.length);
    }

    private void hide(FileDescriptor parent, Pathname hidden, EntryPath directory) throws LinuxException {
        if (EntryPath.of(hidden).isRoot()) {
            throw new IllegalArgumentException("a whiteout of \"" + hidden + "\", which is no name");
        }
        Optional<FileStatus> there = Unpacking.status(parent, hidden);
        if (there.isEmpty()) {
            FileTree.mknodat(parent, hidden, OpenFlags.S_IFCHR, new DeviceNumber(0, 0));
        } else if (there.get().isDirectory()) {
            set(parent, hidden, EntryPath.of(directory.path().resolve(hidden)));
        }
    }

    /** A directory that took a whiteout's place. */
    void markOpaque(FileDescriptor parent, EntryPath directory) throws LinuxException {
        set(parent, directory.name(), directory);
    }

    private void set(FileDescriptor parent, Pathname name, EntryPath directory) throws LinuxException {
        if (opaque.size() >= MAX_OPAQUE) {
            throw new IllegalArgumentException("more than " + MAX_OPAQUE + " opaque directories");
        }
        ExtendedAttributes.set(parent, name, OPAQUE, YES, 0);
        opaque.add(directory.isRoot() ? Pathname.EMPTY : directory.path());
    }
}
