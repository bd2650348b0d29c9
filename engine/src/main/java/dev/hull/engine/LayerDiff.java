package dev.hull.engine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What the upper directory of an overlay adds to the layers below it.
 *
 * <p>Source: {@code Documentation/filesystems/overlayfs.rst}. A whiteout is a character device 0:0. A directory that
 * replaces one of below is opaque; what was below and is not in it has gone with the directory that it replaces, which
 * the layers tell. The time of a directory that was only passed through does not count as a change of it.
 */
final class LayerDiff {
    private static final int TYPE = 0170000;
    private static final int CHARACTER_DEVICE = 020000;

    private final Predicate<String> below;
    private final List<Change> changes = new ArrayList<>();

    /** @param below whether the layers below have that path, absolute in the container */
    LayerDiff(Predicate<String> below) {
        this.below = below;
    }

    /**
     * Adds what an upper directory changes.
     *
     * @param mountPoint where its overlay is mounted: {@code /}
     */
    void add(Path upper, String mountPoint) throws IOException {
        if (Files.isDirectory(upper)) {
            walk(upper, mountPoint.equals("/") ? "" : mountPoint);
        }
    }

    /** Sorted by path. */
    List<Change> changes() {
        changes.sort(Comparator.comparing(Change::path));
        return changes;
    }

    private void walk(Path directory, String path) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = path + '/' + entry.getFileName();
                if (isWhiteout(entry)) {
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

    private static boolean isWhiteout(Path entry) throws IOException {
        Map<String, Object> status = Files.readAttributes(entry, "unix:mode,rdev", LinkOption.NOFOLLOW_LINKS);
        return status.get("mode") instanceof Integer mode
                && (mode & TYPE) == CHARACTER_DEVICE
                && status.get("rdev") instanceof Long device
                && device == 0;
    }
}
