package dev.hull.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the store remembers of an image: {@code images/records/HEX.json}.
 *
 * @param created in ms since the epoch
 * @param bytes of its archives, uncompressed
 * @param layers the topmost first
 */
record ImageRecord(
        String id, String name, long created, long bytes, List<StoredLayer> layers, ConfigDocument document) {
    /** A newer one is refused: nothing is known about what it means. */
    private static final int SCHEMA = 1;

    /**
     * @param tree its name in {@code images/trees}
     * @param opaque see {@link Layer#opaque}
     */
    record StoredLayer(String tree, List<String> opaque) {}

    /** Null if there is no such file. */
    static @Nullable ImageRecord read(Path file) {
        try {
            return parse(Json.parse(file.toString(), Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new ImageException("read", file.toString(), FileError.reason(e), "", e);
        }
    }

    private static ImageRecord parse(Json json) {
        if (json.number("schema", 0) != SCHEMA) {
            throw new ImageException(
                    "read image record",
                    json.text("id", "without id"),
                    "its schema is " + json.number("schema", 0) + ", this Hull knows " + SCHEMA,
                    "use the Hull that made it, or remove the image");
        }
        List<StoredLayer> layers = new ArrayList<>();
        for (Json layer : json.objects("layers")) {
            layers.add(new StoredLayer(layer.requiredText("tree"), layer.texts("opaque")));
        }
        return new ImageRecord(
                json.requiredText("id"),
                json.requiredText("name"),
                json.number("created", 0),
                json.number("bytes", 0),
                layers,
                ConfigDocument.of(json.object("image")));
    }

    byte[] toBytes() {
        List<Map<String, Object>> stored = new ArrayList<>();
        for (StoredLayer layer : layers) {
            stored.add(Map.of("tree", layer.tree, "opaque", layer.opaque));
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("schema", SCHEMA);
        map.put("id", id);
        map.put("name", name);
        map.put("created", created);
        map.put("bytes", bytes);
        map.put("layers", stored);
        map.put("image", document.toMap());
        return Json.write(map).getBytes(StandardCharsets.UTF_8);
    }

    /** The image if all its trees are there. */
    Optional<ResolvedImage> resolved(ImageSource source, Path trees) {
        List<Layer> lowers = new ArrayList<>();
        for (StoredLayer layer : layers) {
            Path tree = trees.resolve(layer.tree).resolve("tree");
            if (!Files.isDirectory(tree)) {
                return Optional.empty();
            }
            lowers.add(new Layer(tree, new HashSet<>(layer.opaque)));
        }
        return Optional.of(new ResolvedImage(
                source, id, new RootFilesystem.Layers(lowers), document.config(), document.platform()));
    }

    StoredImage stored() {
        return new StoredImage(id, name, bytes, created);
    }
}
