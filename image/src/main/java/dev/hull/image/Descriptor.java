package dev.hull.image;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Points to content by its digest (OCI image-spec, descriptor.md).
 *
 * @param size in bytes
 * @param platform of a manifest in an index, null if it does not say
 */
record Descriptor(
        String mediaType,
        Digest digest,
        long size,
        @Nullable Platform platform,
        Map<String, String> annotations) {
    private static final String REF_NAME = "org.opencontainers.image.ref.name";

    static Descriptor of(Json json) {
        long size = json.number("size", -1);
        if (size < 0) {
            throw new ImageException("read descriptor", json.requiredText("digest"), "its size is no size", "");
        }
        Platform platform = null;
        if (json.has("platform")) {
            Json object = json.object("platform");
            platform = new Platform(
                    object.requiredText("os"), object.requiredText("architecture"), object.text("variant", ""));
        }
        return new Descriptor(
                json.requiredText("mediaType"),
                Digest.parse(json.requiredText("digest")),
                size,
                platform,
                json.textMap("annotations"));
    }

    /** The tag it bears in a layout's index, null for none. */
    @Nullable
    String refName() {
        return annotations.get(REF_NAME);
    }
}
