package dev.hull.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds an image's manifest and configuration in an OCI layout (OCI image-spec, image-layout.md).
 *
 * <p>Every document but index.json is checked against the digest and size that led to it, and against its media type:
 * one that could be read as another kind is refused (CVE-2021-41190).
 */
final class Layout {
    /** A document's size at most, in bytes, as registries have it. */
    static final int MAX_DOCUMENT = 4 << 20;

    private static final int MAX_NESTING = 4;
    private static final int MAX_DESCRIPTORS = 10_000;

    /** Overlayfs stacks no more lowers (OVL_MAX_STACK). */
    private static final int MAX_LAYERS = 500;

    private final Path directory;
    private final Platform platform;

    Layout(Path directory, Platform platform) {
        this.directory = directory;
        this.platform = platform;
    }

    /**
     * An image as its documents tell it.
     *
     * @param id the configuration's digest
     * @param layers the lowest first
     */
    record Image(Digest id, ConfigDocument document, List<Descriptor> layers) {}

    Image find(@Nullable String tag) {
        checkVersion();
        Path file = directory.resolve("index.json");
        Json index = Json.parse(file.toString(), read(file));
        checkKind(index, MediaType.INDEX, file.toString());
        return image(manifest(choose(descriptors(index), tag)));
    }

    private void checkVersion() {
        Path file = directory.resolve("oci-layout");
        String version = Json.parse(file.toString(), read(file)).requiredText("imageLayoutVersion");
        if (!version.startsWith("1.")) {
            throw new ImageException(
                    "open OCI layout", directory.toString(), "its version is " + version, "this Hull reads version 1");
        }
    }

    private static List<Descriptor> descriptors(Json index) {
        List<Json> manifests = index.objects("manifests");
        if (manifests.size() > MAX_DESCRIPTORS) {
            throw new ImageException("read index", "manifests", "more than " + MAX_DESCRIPTORS + " descriptors", "");
        }
        List<Descriptor> images = new ArrayList<>();
        for (Json manifest : manifests) {
            String type = manifest.requiredText("mediaType");
            if (MediaType.isIndex(type) || MediaType.isManifest(type)) {
                images.add(Descriptor.of(manifest));
            }
        }
        return images;
    }

    private Descriptor choose(List<Descriptor> descriptors, @Nullable String tag) {
        List<Descriptor> named = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        for (Descriptor descriptor : descriptors) {
            String name = descriptor.refName();
            if (name != null) {
                tags.add(name);
            }
            if (tag == null || tag.equals(name)) {
                named.add(descriptor);
            }
        }
        String object = directory + (tag == null ? "" : ":" + tag);
        String known = tags.isEmpty() ? "its images have no tags" : "its tags: " + String.join(", ", tags);
        if (named.isEmpty()) {
            throw new ImageException(
                    "find image", object, tag == null ? "the layout holds no image" : "no image has that tag", known);
        }
        if (named.size() > 1 && named.stream().allMatch(descriptor -> descriptor.platform() != null)) {
            return ofPlatform(named, object);
        }
        if (named.size() > 1) {
            throw new ImageException("find image", object, "it holds " + named.size() + " images", known);
        }
        return named.getFirst();
    }

    /** The first one for this machine; one without a platform is for any. */
    private Descriptor ofPlatform(List<Descriptor> descriptors, String object) {
        List<String> others = new ArrayList<>();
        for (Descriptor descriptor : descriptors) {
            Platform built = descriptor.platform();
            if (built == null || platform.runs(built)) {
                return descriptor;
            }
            if (!built.os().equals("unknown")) {
                others.add(built.toString());
            }
        }
        throw new ImageException(
                "find image",
                object,
                "it has none for " + platform + ", only for " + String.join(", ", others),
                "use an image that was built for this machine");
    }

    private Json manifest(Descriptor start) {
        Descriptor descriptor = start;
        for (int nesting = 0; nesting <= MAX_NESTING; nesting++) {
            Json document = document(descriptor);
            if (MediaType.isManifest(descriptor.mediaType())) {
                checkKind(document, descriptor.mediaType(), descriptor.digest().toString());
                return document;
            }
            checkKind(document, descriptor.mediaType(), descriptor.digest().toString());
            List<Descriptor> inner = descriptors(document);
            if (inner.isEmpty()) {
                throw new ImageException("find image", directory.toString(), "its index is empty", "");
            }
            descriptor = ofPlatform(inner, directory.toString());
        }
        throw new ImageException(
                "find image", directory.toString(), "indexes within indexes, more than " + MAX_NESTING + " deep", "");
    }

    /** Its media type must be the one that led to it, and it must not be two things at once. */
    private static void checkKind(Json document, String mediaType, String object) {
        boolean index = MediaType.isIndex(mediaType);
        String stated = document.text("mediaType");
        if (stated != null && !stated.equals(mediaType)) {
            throw new ImageException(
                    "read " + (index ? "index" : "manifest"),
                    object,
                    "it is said to be " + mediaType + ", but says it is " + stated,
                    "");
        }
        if (document.number("schemaVersion", 0) != 2) {
            throw new ImageException("read", object, "its schemaVersion is not 2", "");
        }
        boolean hasIndexKeys = document.has("manifests");
        boolean hasManifestKeys = document.has("layers") || document.has("config");
        if (document.has("fsLayers") || (index ? hasManifestKeys : hasIndexKeys)) {
            throw new ImageException(
                    "read " + (index ? "index" : "manifest"),
                    object,
                    "it could be read as a manifest and as an index",
                    "do not trust it");
        }
    }

    private Image image(Json manifest) {
        Descriptor config = Descriptor.of(manifest.object("config"));
        if (!MediaType.isConfig(config.mediaType())) {
            throw new ImageException(
                    "read manifest",
                    directory.toString(),
                    "it is no image: its configuration is " + config.mediaType(),
                    "");
        }
        ConfigDocument document = ConfigDocument.of(document(config));
        if (!platform.runs(document.platform())) {
            throw new ImageException(
                    "use image",
                    directory.toString(),
                    "it is built for " + document.platform() + ", this machine is " + platform,
                    "use an image that was built for this machine");
        }
        List<Descriptor> layers = new ArrayList<>();
        for (Json layer : manifest.objects("layers")) {
            layers.add(Descriptor.of(layer));
        }
        if (layers.size() != document.diffIds().size()) {
            throw new ImageException(
                    "read manifest",
                    directory.toString(),
                    "it has " + layers.size() + " layers, its configuration "
                            + document.diffIds().size(),
                    "");
        }
        if (layers.size() > MAX_LAYERS) {
            throw new ImageException(
                    "read manifest", directory.toString(), "more than " + MAX_LAYERS + " layers", "squash the image");
        }
        return new Image(config.digest(), document, layers);
    }

    private Json document(Descriptor descriptor) {
        Path file = blob(descriptor);
        byte[] bytes = read(file);
        if (bytes.length != descriptor.size()) {
            throw new ImageException(
                    "read",
                    file.toString(),
                    "it has " + bytes.length + " bytes, its descriptor says " + descriptor.size(),
                    "");
        }
        Digest found = Digest.of(
                descriptor.digest().algorithm(),
                descriptor.digest().messageDigest().digest(bytes));
        if (!found.equals(descriptor.digest())) {
            throw new ImageException("read", file.toString(), "its digest is " + found, "the layout is damaged");
        }
        return Json.parse(file.toString(), bytes);
    }

    Path blob(Descriptor descriptor) {
        Digest digest = descriptor.digest();
        return directory.resolve("blobs").resolve(digest.algorithm()).resolve(digest.hex());
    }

    private static byte[] read(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new ImageException("read", file.toString(), "not a regular file", "");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_DOCUMENT + 1);
            if (bytes.length > MAX_DOCUMENT) {
                throw new ImageException("read", file.toString(), "more than " + MAX_DOCUMENT + " bytes", "");
            }
            return bytes;
        } catch (IOException e) {
            throw new ImageException("read", file.toString(), FileError.reason(e), "the layout is not whole", e);
        }
    }
}
