package dev.hull.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ImageSourceTest {
    @RegisterExtension
    final Workspace workspace = new Workspace();

    @BeforeEach
    void files() throws Exception {
        Shell.run(workspace.path(), """
            mkdir tree layout 'with:colon' host; echo '{"imageLayoutVersion":"1.0.0"}' > layout/oci-layout
            cp layout/oci-layout with:colon/; echo x > file; mkfifo fifo; ln -s none dangling
            """);
    }

    @Test
    void wordsArePathsOrReservedOrReferences() {
        Path here = workspace.path();
        assertThat(parse("host")).isEqualTo(new ImageSource.Host());
        assertThat(parse("scratch")).isEqualTo(new ImageSource.Scratch());
        assertThat(parse("./host")).isEqualTo(new ImageSource.Directory(here.resolve("host")));
        assertThat(parse(".")).isEqualTo(new ImageSource.Directory(here));
        assertThat(parse("./tree/../tree/")).isEqualTo(new ImageSource.Directory(here.resolve("tree")));
        assertThat(parse(here + "/file")).isEqualTo(new ImageSource.Tar(here.resolve("file")));
        assertThat(parse("./layout")).isEqualTo(new ImageSource.Layout(here.resolve("layout"), null));
        assertThat(parse("./layout:t")).isEqualTo(new ImageSource.Layout(here.resolve("layout"), "t"));
        assertThat(parse("oci:layout:v1.0")).isEqualTo(new ImageSource.Layout(here.resolve("layout"), "v1.0"));
        assertThat(parse("oci:with:colon")).isEqualTo(new ImageSource.Layout(here.resolve("with:colon"), null));
        assertThat(parse("oci:with:colon:t")).isEqualTo(new ImageSource.Layout(here.resolve("with:colon"), "t"));
        assertThat(parse("debian:12")).isEqualTo(new ImageSource.Registry("debian:12"));
        assertThat(parse("file")).isEqualTo(new ImageSource.Registry("file"));
    }

    @Test
    void whatIsNoImageIsToldPlainly() {
        assertThatThrownBy(() -> parse("./none"))
                .hasMessage("open image ./none: ENOENT (No such file or directory); check the path");
        assertThatThrownBy(() -> parse("./dangling")).hasMessageContaining("ENOENT");
        assertThatThrownBy(() -> parse("./fifo")).hasMessageContaining("neither a directory nor a regular file");
        assertThatThrownBy(() -> parse("oci:tree")).hasMessageContaining("it has no file oci-layout");
        assertThatThrownBy(() -> parse("oci:none:t")).isInstanceOf(ImageException.class);
        assertThatThrownBy(() -> parse("")).hasMessageContaining("the name is empty");
        assertThatThrownBy(() -> parse("./a\0b")).hasMessageContaining("NUL");
        assertThatThrownBy(() -> parse("./" + "x".repeat(5000))).isInstanceOf(ImageException.class);
    }

    @Test
    void unknownImagesSayWhatToDo() throws Exception {
        ImageStore store = new ImageStore(workspace.path().resolve("images"), Platform.ofHost(), List.of());
        assertThatThrownBy(() -> store.ready(parse("debian:12")))
                .hasMessageStartingWith("find image debian:12: unknown image; registries are not supported yet");
        assertThatThrownBy(() -> store.resolve(parse("./file"))).hasMessageContaining("the archive is cut");
        Shell.run(workspace.path(), """
            head -c 5000 /dev/zero | tr '\\0' x > text; tar -cJf packed.xz tree; tar -cf tree.tar -C /bin true
            gzip -k tree.tar; head -c 2000 tree.tar.gz > cut.gz; cp tree.tar.gz bad.gz
            printf 'XXXX' | dd of=bad.gz bs=1 seek=3000 conv=notrunc 2>/dev/null
            """);
        assertThatThrownBy(() -> store.resolve(parse("./text"))).hasMessageContaining("neither a tar archive nor");
        assertThatThrownBy(() -> store.resolve(parse("./packed.xz"))).hasMessageContaining("compressed by xz");
        assertThatThrownBy(() -> store.resolve(parse("./cut.gz"))).hasMessageContaining("compressed data is cut");
        assertThatThrownBy(() -> store.resolve(parse("./bad.gz"))).hasMessageContaining("damaged");
        assertThat(store.ready(parse("scratch")).orElseThrow().id()).isEqualTo("scratch");
        assertThat(store.ready(parse("./tree")).orElseThrow().id()).isEqualTo("dir:" + workspace.path() + "/tree");
    }

    private ImageSource parse(String word) {
        return ImageSource.parse(word, workspace.path());
    }
}
