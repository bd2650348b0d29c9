package dev.hull.conformance.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hull.conformance.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** An OCI image layout written by an attacker: every document is his, the digests are right. */
final class Layout {
    private final Path folder;

    private Layout(Path folder) {
        this.folder = folder;
    }

    /**
     * A layout of one layer, the tree's.
     *
     * @param folder made
     * @param config what the image's configuration has under {@code config}: a JSON object
     * @param manifestExtra fields added to the manifest: empty, or {@code "name": value,}
     */
    static Path make(Path folder, Path tree, String config, String manifestExtra) throws IOException {
        Layout layout = new Layout(folder);
        Files.createDirectories(folder.resolve("blobs/sha256"));
        Path tar = folder.resolve("layer.tar");
        Outcome.command("tar", "-C", tree.toString(), "-cf", tar.toString(), ".")
                .succeeded();
        byte[] layer = Files.readAllBytes(tar);
        Files.delete(tar);
        String layerDigest = layout.blob(layer);
        byte[] document = """
            {"architecture": "amd64", "os": "linux", "config": %s,
             "rootfs": {"type": "layers", "diff_ids": ["%s"]}}\
            """.formatted(config, layerDigest).getBytes(UTF_8);
        byte[] manifest = """
            {"schemaVersion": 2, %s "mediaType": "application/vnd.oci.image.manifest.v1+json",
             "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": "%s", "size": %d},
             "layers": [{"mediaType": "application/vnd.oci.image.layer.v1.tar", "digest": "%s", "size": %d}]}\
            """.formatted(
                        manifestExtra, layout.blob(document), document.length, layerDigest, layer.length)
                .getBytes(UTF_8);
        Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\": \"1.0.0\"}");
        Files.writeString(folder.resolve("index.json"), """
            {"schemaVersion": 2, "manifests": [{"mediaType": "application/vnd.oci.image.manifest.v1+json",
             "digest": "%s", "size": %d, "platform": {"architecture": "amd64", "os": "linux"}}]}\
            """.formatted(layout.blob(manifest), manifest.length));
        return folder;
    }

    private String blob(byte[] content) throws IOException {
        try {
            String hex = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
            Files.write(folder.resolve("blobs/sha256").resolve(hex), content);
            return "sha256:" + hex;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
