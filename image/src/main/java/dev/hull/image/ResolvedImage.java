package dev.hull.image;

/**
 * An image that is ready to be mounted.
 *
 * @param source as the user named it
 * @param id what identifies the content: {@code sha256:...} of the image's configuration (a layout) or of the archive
 *     (a tar); {@code host}, {@code scratch} and {@code dir:PATH} for what has no digest
 */
public record ResolvedImage(
        ImageSource source, String id, RootFilesystem root, ImageConfig config, Platform platform) {}
