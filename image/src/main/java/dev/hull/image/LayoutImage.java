package dev.hull.image;

import dev.hull.image.tar.Compression;
import dev.hull.image.tar.TarLimits;
import dev.hull.image.tar.TarReader;
import dev.hull.image.tree.TreeRoot;
import dev.hull.image.tree.Unpacking;
import dev.hull.image.tree.Whiteouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image in an OCI layout: its layers become trees named by their diffIDs, so that images share them. A layer counts
 * only when its size, its digest and its diffID are as the documents say.
 */
final class LayoutImage implements ImageStore.Archives {
    private final Layout layout;
    private final @Nullable String tag;

    LayoutImage(Path directory, @Nullable String tag, Platform platform) {
        layout = new Layout(directory, platform);
        this.tag = tag;
    }

    @Override
    public ImageRecord unpack(TreeStore trees, String name) throws IOException {
        Layout.Image image = layout.find(tag);
        List<ImageRecord.StoredLayer> layers = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < image.layers().size(); i++) {
            TreeStore.Tree tree = layer(
                    trees, image.layers().get(i), image.document().diffIds().get(i));
            layers.addFirst(new ImageRecord.StoredLayer(tree.name(), tree.opaque()));
            bytes += tree.bytes();
        }
        if (layers.isEmpty()) {
            throw new ImageException("unpack image", name, "it has no layers", "use scratch for an empty root");
        }
        return new ImageRecord(
                image.id().toString(), name, System.currentTimeMillis(), bytes, layers, image.document());
    }

    private TreeStore.Tree layer(TreeStore trees, Descriptor layer, Digest diffId) throws IOException {
        Compression stated = MediaType.compressionOf(layer.mediaType());
        return trees.get("layer-" + diffId.algorithm() + "-" + diffId.hex(), root -> {
            Path blob = layout.blob(layer);
            if (!Files.isRegularFile(blob)) {
                throw new ImageException("unpack layer", blob.toString(), "it is not there", "the layout is not whole");
            }
            try (ArchiveStream archive =
                    ArchiveStream.open(blob, layer.digest().messageDigest(), diffId.messageDigest())) {
                return fill(archive, layer, stated, diffId, root);
            } catch (IOException e) {
                throw new ImageException("unpack layer", blob.toString(), FileError.reason(e), FileError.advice(e), e);
            }
        });
    }

    private static TreeStore.Filled fill(
            ArchiveStream archive, Descriptor layer, Compression stated, Digest diffId, TreeRoot root)
            throws IOException {
        if (archive.compression() != stated) {
            throw bad(layer, "its media type says " + stated + ", its first bytes say " + archive.compression());
        }
        Whiteouts whiteouts = Unpacking.layer(new TarReader(archive.plain(), TarLimits.LAYER), root);
        Digest plain = Digest.of(diffId.algorithm(), archive.plainDigest());
        Digest stored = Digest.of(layer.digest().algorithm(), archive.storedDigest());
        if (archive.storedBytes() != layer.size()) {
            throw bad(layer, "it has " + archive.storedBytes() + " bytes, its descriptor says " + layer.size());
        }
        if (!stored.equals(layer.digest())) {
            throw bad(layer, "its digest is " + stored);
        }
        if (!plain.equals(diffId)) {
            throw bad(layer, "its diffID is " + plain + ", the configuration says " + diffId);
        }
        return new TreeStore.Filled(whiteouts.opaque(), archive.plain().count());
    }

    private static ImageException bad(Descriptor layer, String reason) {
        return new ImageException(
                "unpack layer", layer.digest().toString(), reason, "the layout is damaged, or not what it seems");
    }
}
