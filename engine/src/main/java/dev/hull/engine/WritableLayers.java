package dev.hull.engine;

import dev.hull.container.Preset;
import dev.hull.image.Layer;
import dev.hull.image.RootFilesystem;
import dev.hull.image.RootTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The overlays of a container: what is below each of them, where it is mounted, and what was written to it. */
final class WritableLayers {
    /**
     * An overlay.
     *
     * @param mountPoint in the container
     * @param lowers read-only directories, the topmost first
     * @param upper what was written; made by the first start
     * @param work overlayfs's own
     */
    record Overlay(String mountPoint, List<Path> lowers, Path upper, Path work) {}

    private final List<Overlay> overlays = new ArrayList<>();
    private final RootFilesystem root;

    WritableLayers(Hull hull, ContainerRecord record) {
        root = new Starting(hull, record).root(record);
        Path data = hull.directories().data(record.id());
        Path upper = data.resolve(Launching.UPPER);
        Path work = data.resolve(Launching.WORK);
        if (record.preset() != Preset.CONTAINER) {
            return;
        }
        switch (root) {
            case RootFilesystem.Layers layers ->
                overlays.add(new Overlay(
                        "/", layers.layers().stream().map(Layer::tree).toList(), upper, work));
            case RootFilesystem.Host host -> {
                for (int i = 0; i < host.mounts().size(); i++) {
                    RootFilesystem.HostMount mount = host.mounts().get(i);
                    if (!mount.bind()) {
                        String part = Integer.toString(i);
                        overlays.add(new Overlay(
                                mount.path(), List.of(Path.of(mount.path())), upper.resolve(part), work.resolve(part)));
                    }
                }
            }
        }
    }

    List<Change> changes() throws IOException {
        RootTree image = RootTree.of(root);
        LayerDiff diff = new LayerDiff(path -> image.find(path) instanceof RootTree.Lookup.Found);
        for (Overlay overlay : overlays) {
            diff.add(overlay.upper(), overlay.mountPoint());
        }
        return diff.changes();
    }

    /** The overlay that shows a path: the one mounted deepest above it; null if the container writes elsewhere. */
    @Nullable
    Overlay of(String path) {
        Overlay deepest = null;
        for (Overlay overlay : overlays) {
            if (Path.of(path).startsWith(overlay.mountPoint())
                    && (deepest == null
                            || overlay.mountPoint().length()
                                    > deepest.mountPoint().length())) {
                deepest = overlay;
            }
        }
        return deepest;
    }

    RootFilesystem root() {
        return root;
    }
}
