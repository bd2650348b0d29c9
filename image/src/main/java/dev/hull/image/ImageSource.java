package dev.hull.image;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where an image comes from, as the user names it. {@link SourceParser} makes one of a word.
 */
public sealed interface ImageSource {
    /** This machine's own root, word {@code host}. */
    record Host() implements ImageSource {}

    /** Nothing at all, word {@code scratch}: what runs is brought by mounts. */
    record Scratch() implements ImageSource {}

    /** A root file system unpacked in a directory. */
    record Directory(Path path) implements ImageSource {}

    /** A root file system in a tar archive, plain or compressed. */
    record Tar(Path path) implements ImageSource {}

    /**
     * An OCI image layout.
     *
     * @param tag the {@code org.opencontainers.image.ref.name} to take, null for the only image there is
     */
    record Layout(Path path, @Nullable String tag) implements ImageSource {}

    /** A reference to an image that the machine does not have: registries are not spoken to. */
    record Registry(String reference) implements ImageSource {}

    /** The source that a user's word means; see {@link SourceParser}. */
    static ImageSource parse(String word, Path workingDirectory) {
        return new SourceParser(workingDirectory).parse(word);
    }
}
