package dev.hull.engine;

import dev.hull.image.Layer;
import dev.hull.image.RootFilesystem;
import dev.hull.image.RootTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Fills a volume with what an image has at the volume's place: its layers one over the other, as an overlay would show
 * them. Owners, modes, times, links and extended attributes are cp(1)'s business.
 */
final class TreeCopy {
    private static final int TYPE = 0170000;
    private static final int CHARACTER_DEVICE = 020000;

    private final RootFilesystem.Layers image;
    private final String path;
    private final Path destination;

    /** @param path absolute in the image */
    TreeCopy(RootFilesystem.Layers image, String path, Path destination) {
        this.image = image;
        this.path = path;
        this.destination = destination;
    }

    void copy() throws IOException {
        for (Layer layer : image.layers().reversed()) {
            RootFilesystem.Layers alone = new RootFilesystem.Layers(List.of(layer));
            if (RootTree.of(alone).find(path) instanceof RootTree.Lookup.Found found && found.isDirectory()) {
                String relative = layer.tree().relativize(found.file()).toString();
                if (isOpaque(layer, relative)) {
                    clear(destination);
                }
                makeRoom(layer, found.file(), destination);
                copyOver(found.file());
                removeWhiteouts(destination);
            }
        }
    }

    private static boolean isOpaque(Layer layer, String directory) {
        return layer.opaque().contains(directory);
    }

    /** Removes what the upper layer hides, and what it replaces by another type of file. */
    private static void makeRoom(Layer layer, Path upper, Path lower) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(upper)) {
            for (Path entry : entries) {
                Path below = lower.resolve(entry.getFileName());
                boolean directory = Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
                if (!directory || !Files.isDirectory(below, LinkOption.NOFOLLOW_LINKS)) {
                    Tree.delete(below);
                } else if (isOpaque(layer, layer.tree().relativize(entry).toString())) {
                    clear(below);
                } else {
                    makeRoom(layer, entry, below);
                }
            }
        }
    }

    private static void clear(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                Tree.delete(entry);
            }
        }
    }

    private static void removeWhiteouts(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    removeWhiteouts(entry);
                } else if (isWhiteout(entry)) {
                    Files.delete(entry);
                }
            }
        }
    }

    /** A character device 0:0, see {@code Documentation/filesystems/overlayfs.rst}. */
    static boolean isWhiteout(Path entry) throws IOException {
        Map<String, Object> status = Files.readAttributes(entry, "unix:mode,rdev", LinkOption.NOFOLLOW_LINKS);
        return status.get("mode") instanceof Integer mode
                && (mode & TYPE) == CHARACTER_DEVICE
                && status.get("rdev") instanceof Long device
                && device == 0;
    }

    /** The directory itself too: its owner and mode become the volume's. */
    private void copyOver(Path source) throws IOException {
        Process cp = new ProcessBuilder("/bin/cp", "-a", "--", source + "/.", destination.toString())
                .redirectErrorStream(true)
                .start();
        cp.getOutputStream().close();
        String said = new String(cp.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (cp.waitFor() != 0) {
                throw new HullException.Failed("copy " + source + " into", destination.toString(), said, "");
            }
        } catch (InterruptedException e) {
            cp.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new HullException.Failed("copy " + source + " into", destination.toString(), "interrupted", "");
        }
    }
}
