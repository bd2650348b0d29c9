package dev.hull.image;

import java.nio.file.Path;

/**
 * Tells whether a directory of an overlay's upper layer hides what the layers below have in its place
 * ({@code trusted.overlay.opaque}, Documentation/filesystems/overlayfs.rst).
 *
 * <p>Java's own attribute views show no {@code trusted.*}: the image's layers carry a list made when they were
 * unpacked, an upper layer that a program has written needs system calls.
 */
@FunctionalInterface
public interface Opacity {
    boolean isOpaque(Path directory);

    /** For where no system call can be made: asked, it throws {@link NeedsSystemCalls}. */
    Opacity UNKNOWN = directory -> {
        throw new NeedsSystemCalls("whether " + directory + " is opaque");
    };
}
