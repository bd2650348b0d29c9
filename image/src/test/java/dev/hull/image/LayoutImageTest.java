package dev.hull.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layouts that umoci and skopeo made, mounted as the planner will, are what umoci unpacks. */
class LayoutImageTest {
    @RegisterExtension
    final Workspace workspace = new Workspace();

    /** An image of three layers: files, changes with whiteouts, more changes. */
    private void layout() throws Exception {
        Shell.run(workspace.path(), """
            umoci init --layout L; umoci new --image L:t
            umoci unpack --image L:t b >/dev/null 2>&1; cd b/rootfs
            mkdir -p etc bin opt/dir/sub gone same
            echo root:x:0:0::/root:/bin/sh > etc/passwd; echo root:x:0: > etc/group; echo 1 > opt/dir/a; echo 2 > opt/dir/sub/b
            cp /bin/true bin/tool; chown 5:6 bin/tool; chmod 4755 bin/tool; ln bin/tool bin/hard; ln -s tool bin/soft
            echo x > gone/x; echo y > same/y; mkfifo pipe; touch -d '2001-01-01 UTC' etc/passwd
            cd ../..; umoci repack --image L:t b >/dev/null 2>&1; rm -r b
            umoci unpack --image L:t b >/dev/null 2>&1; cd b/rootfs
            rm -r gone opt/dir/sub etc/group; rm -r same; mkdir same; echo new > same/new; rm pipe; echo file > pipe
            echo 3 > opt/dir/a; setfattr -n user.k -v v opt/dir/a
            cd ../..; umoci repack --image L:t b >/dev/null 2>&1; rm -r b
            umoci unpack --image L:t b >/dev/null 2>&1; cd b/rootfs
            mkdir gone; echo back > gone/back; rm pipe; mkdir pipe
            cd ../..; umoci repack --image L:t b >/dev/null 2>&1; rm -r b
            umoci config --image L:t --config.entrypoint /bin/tool --config.cmd -x --config.env A=b --config.user 5:6 \\
                --config.workingdir /opt --config.volume /data --config.exposedports 80/tcp \\
                --config.stopsignal SIGINT --config.label k=v
            """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "skopeo copy -q --dest-compress-format zstd --dest-compress oci:L:t oci:M:t; rm -r L; mv M L"
            })
    void mountedLayersAreWhatUmociUnpacks(String convert) throws Exception {
        layout();
        Shell.run(workspace.path(), "umoci unpack --image L:t want >/dev/null 2>&1; " + convert);
        ResolvedImage image = store().resolve(ImageSource.parse("oci:L:t", workspace.path()));
        assertThat(layers(image)).hasSize(3);
        assertThat(merged(image, "describe"))
                .isEqualTo(Shell.describe(workspace.path().resolve("want/rootfs")));
        assertThat(merged(image, "digests"))
                .isEqualTo(Shell.digests(workspace.path().resolve("want/rootfs")));
    }

    /** What the kernel's overlay shows, in a mount namespace of its own. */
    private String merged(ResolvedImage image, String what) throws Exception {
        String lowers =
                layers(image).stream().map(layer -> layer.tree().toString()).collect(Collectors.joining(":"));
        Shell.run(
                workspace.path(),
                "rm -rf copy; mkdir -p merged copy; unshare -m sh -euc 'mount -t overlay overlay -o lowerdir=" + lowers
                        + " merged; cp -a merged/. copy/'");
        Path copy = workspace.path().resolve("copy");
        return what.equals("describe") ? Shell.describe(copy) : Shell.digests(copy);
    }

    @Test
    void lookupsSeeWhatTheKernelShows() throws Exception {
        layout();
        ResolvedImage image = store().resolve(ImageSource.parse("./L:t", workspace.path()));
        RootTree tree = RootTree.of(image.root());
        assertThat(tree.read("/etc/passwd")).isPresent();
        assertThat(tree.read("/etc/group")).isEmpty();
        assertThat(tree.read("/gone/x")).isEmpty();
        assertThat(tree.read("/gone/back")).isPresent();
        assertThat(tree.read("/same/y")).isEmpty();
        assertThat(tree.read("/same/new")).isPresent();
        assertThat(tree.read("/opt/dir/sub/b")).isEmpty();
        assertThat(new String(tree.read("/opt/dir/a").orElseThrow(), StandardCharsets.UTF_8))
                .isEqualTo("3\n");
    }

    @Test
    void readsTheConfiguration() throws Exception {
        layout();
        ImageSource source = ImageSource.parse("./L", workspace.path());
        ResolvedImage image = store().resolve(source);
        assertThat(image.config())
                .isEqualTo(new ImageConfig(
                        List.of("/bin/tool"),
                        List.of("-x"),
                        List.of("A=b"),
                        "5:6",
                        "/opt",
                        List.of("/data"),
                        List.of("80/tcp"),
                        "SIGINT",
                        null,
                        Map.of("k", "v")));
        Thread.sleep(100);
        Shell.run(workspace.path(), "touch -d '1 second ago' L/index.json");
        assertThat(store().resolve(source)).isEqualTo(image);
        assertThat(store().ready(source)).contains(image);
    }

    @Test
    void layersAreSharedAndPrunedWithTheirLastImage() throws Exception {
        layout();
        Shell.run(workspace.path(), "umoci tag --image L:t two; umoci config --image L:two --config.user 9");
        ResolvedImage one = store().resolve(ImageSource.parse("oci:L:t", workspace.path()));
        ResolvedImage two = store().resolve(ImageSource.parse("oci:L:two", workspace.path()));
        assertThat(two.id()).isNotEqualTo(one.id());
        assertThat(layers(two)).isEqualTo(layers(one));
        assertThatThrownBy(() -> store().resolve(ImageSource.parse("oci:L", workspace.path())))
                .hasMessageContaining("it holds 2 images")
                .hasMessageContaining("t, two");
        assertThatThrownBy(() -> store().resolve(ImageSource.parse("oci:L:none", workspace.path())))
                .hasMessageContaining("no image has that tag");
        store().prune(() -> java.util.Set.of(two.id()));
        assertThat(layers(two)).allSatisfy(layer -> assertThat(layer.tree()).isDirectory());
        store().prune(java.util.Set::of);
        assertThat(workspace.path().resolve("images/trees")).isEmptyDirectory();
    }

    @Test
    void refusesEveryDamage() throws Exception {
        layout();
        List<Path> blobs;
        try (var files = Files.list(workspace.path().resolve("L/blobs/sha256"))) {
            blobs = files.toList();
        }
        String used = manifestAndAll();
        for (Path blob : blobs) {
            if (!used.contains(blob.getFileName().toString())) {
                continue;
            }
            byte[] whole = Files.readAllBytes(blob);
            byte[] damaged = whole.clone();
            damaged[whole.length / 2] ^= 1;
            refused(blob, damaged, whole);
            refused(blob, java.util.Arrays.copyOf(whole, whole.length - 1), whole);
            refused(blob, java.util.Arrays.copyOf(whole, whole.length + 1), whole);
            Files.delete(blob);
            assertThatThrownBy(this::resolve)
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("layout is not whole");
            Files.write(blob, whole);
            store().prune(java.util.Set::of);
        }
        assertThat(resolve().id()).startsWith("sha256:");
    }

    private void refused(Path blob, byte[] damaged, byte[] whole) throws IOException {
        Files.write(blob, damaged);
        assertThatThrownBy(this::resolve).as(blob.toString()).isInstanceOf(ImageException.class);
        assertThat(Files.exists(workspace.path().resolve("images/records"))).isFalse();
        Files.write(blob, whole);
        store().prune(java.util.Set::of);
    }

    private ResolvedImage resolve() {
        return store().resolve(ImageSource.parse("oci:L:t", workspace.path()));
    }

    /** The digests that the tag leads to. */
    private String manifestAndAll() throws Exception {
        String index = Files.readString(workspace.path().resolve("L/index.json"));
        String manifest = index.replaceAll("(?s).*\"sha256:([0-9a-f]{64})\".*", "$1");
        return manifest + Files.readString(workspace.path().resolve("L/blobs/sha256/" + manifest));
    }

    private static final String DESCRIPTOR =
            "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"size\":2,\"digest\":\"sha256:"
                    + "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\"}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"schemaVersion\":2,\"manifests\":[],\"layers\":[]}",
                "{\"schemaVersion\":2,\"manifests\":[],\"config\":{}}",
                "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"manifests\":[]}",
                "{\"schemaVersion\":1,\"manifests\":[]}",
                "{\"schemaVersion\":2,\"manifests\":[],\"manifests\":[]}",
                "{\"schemaVersion\":2,\"manifests\":{}}",
                "{\"schemaVersion\":2,\"manifests\":[{}]}",
                "{\"schemaVersion\":2,\"manifests\":[]} {}",
                "{'schemaVersion':2}",
                "",
                "[]",
                "nonsense",
                "{\"schemaVersion\":2}",
                "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"size\":2,"
                    + "\"digest\":\"sha256:../../../../etc/passwd\"}]}",
                "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"size\":-2,"
                    + "\"digest\":\"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\"}]}",
                "{\"schemaVersion\":2,\"manifests\":[" + DESCRIPTOR + "]}"
            })
    void refusesAmbiguousAndMalformedIndexes(String index) throws Exception {
        Path layout = Files.createDirectories(workspace.path().resolve("bad/blobs/sha256"));
        Files.writeString(layout.resolve("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"), "{}");
        Files.writeString(workspace.path().resolve("bad/oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        Files.writeString(workspace.path().resolve("bad/index.json"), index);
        assertThatThrownBy(() -> store().resolve(ImageSource.parse("./bad", workspace.path())))
                .isInstanceOf(ImageException.class);
    }

    @Test
    void refusesDocumentsThatAreTooBigOrTooDeep() throws Exception {
        Files.createDirectories(workspace.path().resolve("bad"));
        Files.writeString(workspace.path().resolve("bad/oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        Path index = workspace.path().resolve("bad/index.json");
        Files.writeString(index, "{\"schemaVersion\":2,\"x\":\"" + "x".repeat(4 << 20) + "\"}");
        ImageSource source = ImageSource.parse("./bad", workspace.path());
        assertThatThrownBy(() -> store().resolve(source)).hasMessageContaining("more than");
        Files.writeString(index, "{\"schemaVersion\":2,\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
        assertThatThrownBy(() -> store().resolve(source)).hasMessageContaining("levels deep");
    }

    @Test
    void tellsTheImageOfAnotherMachine() throws Exception {
        layout();
        Shell.run(workspace.path(), "umoci config --image L:t --architecture arm64");
        assertThatThrownBy(this::resolve)
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("built for linux/arm64, this machine is linux/amd64");
    }

    private ImageStore store() {
        return new ImageStore(workspace.path().resolve("images"), new Platform("linux", "amd64", ""), List.of());
    }

    private static List<Layer> layers(ResolvedImage image) {
        return ((RootFilesystem.Layers) image.root()).layers();
    }
}
