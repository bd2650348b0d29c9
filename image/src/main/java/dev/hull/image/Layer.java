package dev.hull.image;

import java.nio.file.Path;
import java.util.Set;

/**
 * One read-only lower directory of an overlay.
 *
 * @param tree the directory; whiteouts in it are character devices 0:0
 * @param opaque the directories, relative and without a leading slash (the root: empty), that hide what lies below
 *     them. They also carry {@code trusted.overlay.opaque}, which Java cannot read without system calls.
 */
public record Layer(Path tree, Set<String> opaque) {
    public Layer {
        opaque = Set.copyOf(opaque);
    }

    /** A layer with nothing opaque in it: a directory, an archive. */
    public static Layer of(Path tree) {
        return new Layer(tree, Set.of());
    }
}
