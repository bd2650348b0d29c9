package dev.hull.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserLookupTest {
    @RegisterExtension
    final Workspace workspace = new Workspace();

    @BeforeEach
    void image() throws IOException {
        Files.createDirectories(workspace.path().resolve("etc"));
        Files.writeString(workspace.path().resolve("etc/passwd"), """
            root:x:0:0:root:/root:/bin/sh
            # a comment
            +nis
            ann:x:1000:1000:Ann:/home/ann:/bin/sh
            big:x:4294967295:0::/:/bin/sh
            wrapped:x:4294967296:0::/:/bin/sh
            top:x:4294967294:4294967294::/:/bin/sh
            1234:x:77:78:::
            """);
        Files.writeString(workspace.path().resolve("etc/group"), """
            root:x:0:
            wheel:x:10:root,ann
            ann:x:1000:
            audio:x:29:ann
            """);
    }

    @Test
    void emptyIsRoot() {
        assertThat(lookup().resolve("", List.of()))
                .isEqualTo(new UserLookup.Credentials(0, 0, List.of(0L, 10L), "root", "/root"));
    }

    @Test
    void nameBringsItsGroups() {
        var expected = new UserLookup.Credentials(1000, 1000, List.of(1000L, 10L, 29L), "ann", "/home/ann");
        assertThat(lookup().resolve("ann", List.of())).isEqualTo(expected);
        assertThat(lookup().resolve("1000", List.of())).isEqualTo(expected);
    }

    @Test
    void givenGroupReplacesTheOthers() {
        assertThat(lookup().resolve("ann:audio", List.of("wheel", "5")))
                .isEqualTo(new UserLookup.Credentials(1000, 29, List.of(29L, 10L, 5L), "ann", "/home/ann"));
    }

    @Test
    void unknownNumberIsTakenAsItIs() {
        assertThat(lookup().resolve("4294967294:7", List.of()).gid()).isEqualTo(7);
        assertThat(lookup().resolve("500", List.of()))
                .isEqualTo(new UserLookup.Credentials(500, 0, List.of(0L), "", "/"));
    }

    @Test
    void aNameOfDigitsIsAName() {
        assertThat(lookup().resolve("1234", List.of()).uid()).isEqualTo(77);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nobody-here",
                "4294967295",
                "4294967296",
                "18446744073709551616",
                "-1",
                "+1",
                " ",
                " 0",
                "0 ",
                "0x0",
                "1e3",
                ":",
                ":0",
                "0:",
                "0:nogroup",
                "0:-1",
                "0:4294967295",
                "ann:audio:x",
                "big",
                "wrapped",
                "\u0660",
                "+nis",
                "root\n"
            })
    void whatIsNoUserIsAnErrorNeverRoot(String spec) {
        assertThatThrownBy(() -> lookup().resolve(spec, List.of()))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("look up ");
    }

    @Test
    void unknownAddedGroupIsAnError() {
        assertThatThrownBy(() -> lookup().resolve("ann", List.of("nogroup"))).hasMessageContaining("/etc/group");
    }

    @Test
    void imageWithoutPasswdKnowsNumbersOnly() throws IOException {
        Files.delete(workspace.path().resolve("etc/passwd"));
        assertThat(lookup().resolve("7:8", List.of()).uid()).isEqualTo(7);
        assertThatThrownBy(() -> lookup().resolve("root", List.of())).hasMessageContaining("/etc/passwd");
    }

    private UserLookup lookup() {
        return new UserLookup(RootTree.of(new RootFilesystem.Layers(List.of(Layer.of(workspace.path())))));
    }
}
