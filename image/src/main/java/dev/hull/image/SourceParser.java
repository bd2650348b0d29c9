package dev.hull.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads the word that names an image.
 *
 * <pre>
 * host, scratch          reserved
 * /P ./P ../P . ..       a path: a directory, an OCI layout (a directory that holds the file oci-layout), or a tar
 *                        archive, known by its content
 * oci:P[:TAG]            an OCI layout at any path; TAG is what follows the last colon and has no slash
 * anything else          a reference to a registry
 * </pre>
 */
final class SourceParser {
    private final Path workingDirectory;

    SourceParser(Path workingDirectory) {
        this.workingDirectory = workingDirectory;
    }

    ImageSource parse(String word) {
        if (word.isBlank()) {
            throw new ImageException(
                    "find image", "\"" + word + "\"", "the name is empty", "give host, a path or a reference");
        }
        if (word.indexOf('\0') >= 0) {
            throw new ImageException("find image", word.replace("\0", "\\0"), "the name holds a NUL", "");
        }
        if (word.equals("host")) {
            return new ImageSource.Host();
        }
        if (word.equals("scratch")) {
            return new ImageSource.Scratch();
        }
        if (word.startsWith("oci:")) {
            return layout(word.substring(4));
        }
        return isPath(word) ? local(word) : new ImageSource.Registry(word);
    }

    private static boolean isPath(String word) {
        return word.startsWith("/")
                || word.startsWith("./")
                || word.startsWith("../")
                || word.equals(".")
                || word.equals("..");
    }

    private ImageSource local(String word) {
        Path path = absolute(word);
        if (Files.isDirectory(path)) {
            return Files.isRegularFile(path.resolve("oci-layout"))
                    ? new ImageSource.Layout(path, null)
                    : new ImageSource.Directory(path);
        }
        if (Files.isRegularFile(path)) {
            return new ImageSource.Tar(path);
        }
        int colon = tagColon(word);
        if (colon > 0 && Files.isRegularFile(absolute(word.substring(0, colon)).resolve("oci-layout"))) {
            return layout(word);
        }
        throw unusable(word, path);
    }

    /** Only a layout with the whole word as its path, or one with a tag behind the last colon. */
    private ImageSource.Layout layout(String word) {
        if (word.isEmpty()) {
            throw new ImageException(
                    "find image", "oci:", "no path follows the colon", "write oci:PATH or oci:PATH:TAG");
        }
        Path whole = absolute(word);
        if (Files.isDirectory(whole)) {
            return checked(whole, null);
        }
        int colon = tagColon(word);
        if (colon > 0) {
            return checked(absolute(word.substring(0, colon)), word.substring(colon + 1));
        }
        throw unusable(word, whole);
    }

    private static int tagColon(String word) {
        int colon = word.lastIndexOf(':');
        return colon > word.lastIndexOf('/') && colon < word.length() - 1 ? colon : -1;
    }

    private static ImageSource.Layout checked(Path path, @Nullable String tag) {
        if (!Files.isDirectory(path)) {
            throw unusable(path.toString(), path);
        }
        if (!Files.isRegularFile(path.resolve("oci-layout"))) {
            throw new ImageException(
                    "open OCI layout",
                    path.toString(),
                    "it has no file oci-layout",
                    "give the directory that holds oci-layout, index.json and blobs/");
        }
        return new ImageSource.Layout(path, tag);
    }

    private Path absolute(String word) {
        try {
            return workingDirectory.resolve(word).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new ImageException("find image", word, "not a file name: " + e.getReason(), "", e);
        }
    }

    private static ImageException unusable(String word, Path path) {
        String reason = "neither a directory nor a regular file";
        String advice = "an image is a directory, a tar archive or an OCI layout";
        try {
            return new ImageException("open image", word, path.toRealPath() + " is " + reason, advice);
        } catch (IOException e) {
            return new ImageException("open image", word, FileError.reason(e), "check the path", e);
        }
    }
}
