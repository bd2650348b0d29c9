package dev.hull.image;

import dev.hull.image.tar.DigestedInputStream;
import dev.hull.image.tar.TarException;
import dev.hull.image.tar.TarLimits;
import dev.hull.image.tar.TarReader;
import dev.hull.image.tree.Unpacking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;

/** A root file system in a tar archive. Its id is the file's SHA-256: read once to know it, once more to unpack it. */
final class TarImage implements ImageStore.Archives {
    private final Path file;
    private final Platform platform;

    TarImage(Path file, Platform platform) {
        this.file = file;
        this.platform = platform;
    }

    @Override
    public ImageRecord unpack(TreeStore trees, String name) throws IOException {
        Digest digest = digest();
        TreeStore.Tree tree = trees.get("tar-" + digest.hex(), root -> {
            MessageDigest again = digest.messageDigest();
            try (ArchiveStream archive = ArchiveStream.open(file, again, null)) {
                Unpacking.archive(new TarReader(archive.plain(), TarLimits.ARCHIVE), root);
                archive.finish();
                if (!Digest.of("sha256", again.digest()).equals(digest)) {
                    throw new TarException(0, "the file was changed while it was read");
                }
                return new TreeStore.Filled(Set.of(), archive.plainBytes());
            }
        });
        return new ImageRecord(
                digest.toString(),
                name,
                System.currentTimeMillis(),
                tree.bytes(),
                List.of(new ImageRecord.StoredLayer(tree.name(), tree.opaque())),
                new ConfigDocument(platform, ImageConfig.EMPTY, List.of()));
    }

    private Digest digest() throws IOException {
        try (DigestedInputStream in =
                new DigestedInputStream(Files.newInputStream(file), Digest.messageDigest("sha256"))) {
            return Digest.of("sha256", in.finish());
        }
    }
}
