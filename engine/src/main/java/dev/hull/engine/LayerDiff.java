package dev.hull.engine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the upper directory of an overlay adds to the layers below it.
 *
 * <p>Source: {@code Documentation/filesystems/overlayfs.rst}. A whiteout is a character device 0:0. A directory that
 * replaces one of below is opaque; what was below and is not in it has gone with the directory that it replaces, which
 * the layers tell. The time of a directory that was only passed through does not count as a change of it.
 */
final class LayerDiff {
    private final Path upper;
    private final Predicate<String> below;
    private final List<Change> changes = new ArrayList<>();

    /** @param below whether the layers below have that path, absolute in the container */
    LayerDiff(Path upper, Predicate<String> below) {
        this.upper = upper;
        this.below = below;
    }

    /** Sorted by path. */
    List<Change> changes() throws IOException {
        if (Files.isDirectory(upper)) {
            walk(upper, "");
        }
        changes.sort(Comparator.comparing(Change::path));
        return changes;
    }

    private void walk(Path directory, String path) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = path + '/' + entry.getFileName();
                if (TreeCopy.isWhiteout(entry)) {
                    changes.add(new Change(Change.Kind.DELETED, name));
                    continue;
                }
                changes.add(new Change(below.test(name) ? Change.Kind.MODIFIED : Change.Kind.ADDED, name));
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    walk(entry, name);
                }
            }
        }
    }
}
