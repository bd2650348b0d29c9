package dev.hull.image;

import dev.hull.image.tar.Compression;
import dev.hull.image.tar.TarLimits;
import dev.hull.image.tar.TarReader;
import dev.hull.image.tree.TreeRoot;
import dev.hull.image.tree.Unpacking;
import dev.hull.image.tree.Whiteouts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image in an OCI layout: its layers become trees named by their chainIDs, so that images with the same base share it. A
 * layer counts only when its size, its digest and its diffID are as the documents say.
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
        List<Path> below = new ArrayList<>();
        Digest chainId = null;
        for (int i = 0; i < image.layers().size(); i++) {
            Digest diffId = image.document().diffIds().get(i);
            chainId = chainId == null ? diffId : chain(chainId, diffId);
            String treeName = "layer-" + chainId.hex();
            Descriptor layer = image.layers().get(i);
            TreeStore.Tree tree = trees.get(treeName, root -> unpack(layer, diffId, root, List.copyOf(below)));
            below.addFirst(trees.path(treeName).resolve("tree"));
            layers.addFirst(new ImageRecord.StoredLayer(tree.name(), tree.opaque()));
            bytes += tree.bytes();
        }
        if (layers.isEmpty()) {
            throw new ImageException("unpack image", name, "it has no layers", "use scratch for an empty root");
        }
        return new ImageRecord(
                image.id().toString(), name, System.currentTimeMillis(), bytes, layers, image.document());
    }

    /** OCI image-spec, config.md, "Layer ChainID". */
    private static Digest chain(Digest below, Digest diffId) {
        return Digest.sha256((below + " " + diffId).getBytes(StandardCharsets.US_ASCII));
    }

    private TreeStore.Filled unpack(Descriptor layer, Digest diffId, TreeRoot root, List<Path> below) {
        Compression stated = MediaType.compressionOf(layer.mediaType());
        Path blob = layout.blob(layer);
        if (!Files.isRegularFile(blob)) {
            throw new ImageException("unpack layer", blob.toString(), "it is not there", "the layout is not whole");
        }
        MessageDigest stored = layer.digest().messageDigest();
        MessageDigest plain = diffId.messageDigest();
        try (ArchiveStream archive = ArchiveStream.open(blob, stored, plain)) {
            if (archive.compression() != stated) {
                throw bad(layer, "its media type says " + stated + ", its first bytes say " + archive.compression());
            }
            Whiteouts whiteouts = Unpacking.layer(new TarReader(archive.plain(), TarLimits.LAYER), root, below);
            archive.finish();
            if (archive.storedBytes() != layer.size()) {
                throw bad(layer, "it has " + archive.storedBytes() + " bytes, its descriptor says " + layer.size());
            }
            check(layer, "digest", layer.digest(), stored);
            check(layer, "diffID", diffId, plain);
            return new TreeStore.Filled(whiteouts.opaque(), archive.plainBytes());
        } catch (IOException e) {
            throw new ImageException("unpack layer", blob.toString(), FileError.reason(e), FileError.advice(e), e);
        }
    }

    private static void check(Descriptor layer, String what, Digest expected, MessageDigest found) {
        Digest digest = Digest.of(expected.algorithm(), found.digest());
        if (!digest.equals(expected)) {
            throw bad(layer, "its " + what + " is " + digest + ", but should be " + expected);
        }
    }

    private static ImageException bad(Descriptor layer, String reason) {
        return new ImageException(
                "unpack layer", layer.digest().toString(), reason, "the layout is damaged, or not what it seems");
    }
}
