package dev.hull.image;

import dev.hull.image.tar.Compression;

/** The media types of images: the OCI image-spec's (media-types.md) and docker's equivalents. */
final class MediaType {
    static final String INDEX = "application/vnd.oci.image.index.v1+json";
    static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
    private static final String FOREIGN_LAYER = "application/vnd.oci.image.layer.nondistributable.v1.tar";

    private static final String DOCKER_INDEX = "application/vnd.docker.distribution.manifest.list.v2+json";
    private static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    private static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";
    private static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar";

    private MediaType() {}

    static boolean isIndex(String type) {
        return type.equals(INDEX) || type.equals(DOCKER_INDEX);
    }

    static boolean isManifest(String type) {
        return type.equals(MANIFEST) || type.equals(DOCKER_MANIFEST);
    }

    static boolean isConfig(String type) {
        return type.equals(CONFIG) || type.equals(DOCKER_CONFIG);
    }

    /** How a layer of that type is compressed. */
    static Compression compressionOf(String type) {
        return switch (type) {
            case LAYER, FOREIGN_LAYER, DOCKER_LAYER -> Compression.NONE;
            case LAYER + "+gzip", FOREIGN_LAYER + "+gzip", DOCKER_LAYER + ".gzip" -> Compression.GZIP;
            case LAYER + "+zstd", FOREIGN_LAYER + "+zstd", DOCKER_LAYER + ".zstd" -> Compression.ZSTD;
            default ->
                throw new ImageException(
                        "unpack layer", type, "an unknown media type", "layers are tar archives, plain, gzip or zstd");
        };
    }
}
