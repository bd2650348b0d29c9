package dev.hull.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RootTreeTest {
    @RegisterExtension
    final Workspace workspace = new Workspace();

    @Test
    void readsThroughLayersTopFirst() throws Exception {
        write("low/etc/passwd", "low");
        write("low/etc/group", "low");
        write("top/etc/passwd", "top");
        assertThat(read(tree("top", "low"), "/etc/passwd")).isEqualTo("top");
        assertThat(read(tree("top", "low"), "/etc/group")).isEqualTo("low");
    }

    @Test
    void whiteoutHidesWhatLiesBelow() throws Exception {
        write("low/etc/passwd", "low");
        Files.createDirectories(workspace.path().resolve("top/etc"));
        run("mknod", workspace.path().resolve("top/etc/passwd").toString(), "c", "0", "0");
        assertThat(tree("top", "low").read("/etc/passwd")).isEmpty();
    }

    @Test
    void opaqueDirectoryHidesWhatLiesBelow() throws Exception {
        write("low/etc/passwd", "low");
        write("top/etc/hosts", "top");
        RootFilesystem root = new RootFilesystem.Layers(List.of(
                new Layer(workspace.path().resolve("top"), Set.of("etc")),
                Layer.of(workspace.path().resolve("low"))));
        assertThat(RootTree.of(root).read("/etc/passwd")).isEmpty();
        assertThat(RootTree.of(root).read("/etc/hosts")).isPresent();
    }

    @Test
    void upperDirectoryAsksForSystemCallsOnlyWhereItMatters() throws Exception {
        write("low/etc/passwd", "low");
        write("upper/etc/hosts", "upper");
        RootFilesystem root =
                new RootFilesystem.Layers(List.of(Layer.of(workspace.path().resolve("low"))));
        RootTree tree = RootTree.of(workspace.path().resolve("upper"), Opacity.UNKNOWN, root);
        assertThat(read(tree, "/etc/hosts")).isEqualTo("upper");
        assertThatThrownBy(() -> tree.read("/etc/passwd")).isInstanceOf(NeedsSystemCalls.class);
        RootTree told = RootTree.of(workspace.path().resolve("upper"), opaque -> false, root);
        assertThat(read(told, "/etc/passwd")).isEqualTo("low");
        RootTree fresh = RootTree.of(workspace.path().resolve("none"), Opacity.UNKNOWN, root);
        assertThat(read(fresh, "/etc/passwd")).isEqualTo("low");
    }

    @Test
    void linksStayInsideTheRoot() throws Exception {
        write("low/etc/real", "inside");
        link("low/etc/passwd", "/etc/real");
        link("low/etc/up", "../../../../../etc/real");
        link("low/abs", workspace.path().resolve("outside").toString());
        write("outside", "outside");
        RootTree tree = tree("low");
        assertThat(read(tree, "/etc/passwd")).isEqualTo("inside");
        assertThat(read(tree, "/etc/up")).isEqualTo("inside");
        assertThat(read(tree, "../../etc/./real")).isEqualTo("inside");
        assertThat(tree.read("/abs")).isEmpty();
    }

    @Test
    void linkInOneLayerLeadsToAnother() throws Exception {
        write("low/usr/bin/sh", "shell");
        link("top/bin", "usr/bin");
        RootTree.Lookup found = tree("top", "low").find("/bin/sh");
        assertThat(found).isInstanceOf(RootTree.Lookup.Found.class);
        assertThat(((RootTree.Lookup.Found) found).path()).isEqualTo("/usr/bin/sh");
    }

    @Test
    void endlessLinksAreAnError() throws Exception {
        link("low/a", "b");
        link("low/b", "a");
        assertThat(tree("low").find("/a"))
                .isEqualTo(new RootTree.Lookup.Missing("/a", "ELOOP (Too many levels of symbolic links)"));
    }

    @Test
    void refusesFilesThatAreNoFilesOrTooBig() throws Exception {
        Files.createDirectories(workspace.path().resolve("low/etc"));
        run("mkfifo", workspace.path().resolve("low/etc/passwd").toString());
        write("low/etc/group", "x".repeat(RootTree.MAX_FILE + 1));
        assertThatThrownBy(() -> tree("low").read("/etc/passwd")).hasMessageContaining("not a regular file");
        assertThatThrownBy(() -> tree("low").read("/etc/group")).hasMessageContaining("more than");
    }

    private RootTree tree(String... layers) {
        return RootTree.of(new RootFilesystem.Layers(java.util.Arrays.stream(layers)
                .map(name -> Layer.of(workspace.path().resolve(name)))
                .toList()));
    }

    private static String read(RootTree tree, String path) {
        return new String(tree.read(path).orElseThrow(), StandardCharsets.UTF_8);
    }

    private void write(String path, String content) throws IOException {
        Path file = workspace.path().resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private void link(String path, String target) throws IOException {
        Path file = workspace.path().resolve(path);
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file, Path.of(target));
    }

    static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", command) + "\n" + output)
                .isZero();
    }
}
