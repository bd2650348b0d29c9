package dev.hull.image.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hull.image.Shell;
import dev.hull.image.Workspace;
import dev.hull.image.tar.TarEntry;
import dev.hull.image.tar.TarException;
import dev.hull.image.tar.TarLimits;
import dev.hull.image.tar.TarReader;
import dev.hull.image.tar.TarWriter;
import dev.hull.linux.call.LinuxException;
import dev.hull.linux.call.Pathname;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an archive says, nothing outside of the root changes. */
class HostileArchiveTest {
    private static final long SEED = 20260702;

    @RegisterExtension
    final Workspace workspace = new Workspace();

    private final List<TarEntry> entries = new ArrayList<>();
    private String before = "";

    @BeforeEach
    void outside() throws Exception {
        Shell.run(
                workspace.path(), "mkdir root outside outside/dir; echo secret > outside/file; chmod 600 outside/file");
        before = outsideNow();
    }

    private String outsideNow() throws Exception {
        return Shell.describe(workspace.path().resolve("outside"))
                + Shell.digests(workspace.path().resolve("outside"));
    }

    @AfterEach
    void outsideIsAsItWas() throws Exception {
        assertThat(outsideNow()).isEqualTo(before);
        assertThat(Shell.run(workspace.path(), "ls")).isEqualTo("outside\nroot\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside/new",
                "..",
                "a/../../outside/new",
                "/../outside/new",
                "./../outside/new",
                "a/..",
                "../"
            })
    void refusesNamesThatLeaveTheRoot(String name) {
        assertThatThrownBy(() -> unpack(file(name)))
                .isInstanceOf(TarException.class)
                .hasMessageContaining("\"..\"");
        assertThatThrownBy(() -> unpack(entry(TarEntry.Type.DIRECTORY, name, "")))
                .isInstanceOf(TarException.class);
        assertThatThrownBy(() -> unpack(entry(TarEntry.Type.SYMBOLIC_LINK, name, "x")))
                .isInstanceOf(TarException.class);
    }

    @Test
    void absoluteNamesAreMeantInTheRoot() throws Exception {
        unpack(file(outside("new")), file("//double//slash"));
        assertThat(Path.of(workspace.path() + "/root" + outside("new"))).exists();
        assertThat(workspace.path().resolve("root/double/slash")).exists();
    }

    @Test
    void writingThroughALinkStaysInTheRoot() throws Exception {
        unpack(
                entry(TarEntry.Type.SYMBOLIC_LINK, "abs", outside("")),
                entry(TarEntry.Type.SYMBOLIC_LINK, "up", "../../../../../../../.." + outside("")),
                entry(TarEntry.Type.SYMBOLIC_LINK, "rel", "../outside"),
                entry(TarEntry.Type.SYMBOLIC_LINK, "chain", "rel"),
                entry(TarEntry.Type.DIRECTORY, outside(""), ""),
                entry(TarEntry.Type.DIRECTORY, "outside", ""),
                file("abs/new"),
                file("up/new2"),
                file("rel/new3"),
                file("chain/new4"));
        assertThat(Path.of(workspace.path() + "/root" + outside("new"))).exists();
        assertThat(workspace.path().resolve("root/outside/new4")).exists();
    }

    @Test
    void fileInTheLinksPlaceReplacesTheLink() throws Exception {
        unpack(
                entry(TarEntry.Type.SYMBOLIC_LINK, "link", outside("file")),
                file("link"),
                entry(TarEntry.Type.SYMBOLIC_LINK, "link2", outside("dir")),
                entry(TarEntry.Type.DIRECTORY, "link2", ""),
                entry(TarEntry.Type.SYMBOLIC_LINK, "link3", outside("file")),
                entry(TarEntry.Type.FIFO, "link3", ""));
        assertThat(Shell.run(workspace.path(), "stat -c %F root/link root/link2 root/link3"))
                .isEqualTo("regular empty file\ndirectory\nfifo\n");
    }

    @Test
    void hardLinksReachNothingOutside() {
        assertThatThrownBy(() -> unpack(entry(TarEntry.Type.HARD_LINK, "x", "../outside/file")))
                .hasMessageContaining("\"..\"");
        assertThatThrownBy(() -> unpack(entry(TarEntry.Type.HARD_LINK, "x", outside("file"))))
                .hasMessageContaining("no earlier entry made");
        assertThatThrownBy(() -> unpack(
                        entry(TarEntry.Type.SYMBOLIC_LINK, "s", outside("")),
                        entry(TarEntry.Type.HARD_LINK, "x", "s/file")))
                .hasMessageContaining("no earlier entry made");
        assertThatThrownBy(
                        () -> unpack(entry(TarEntry.Type.DIRECTORY, "d", ""), entry(TarEntry.Type.HARD_LINK, "x", "d")))
                .hasMessageContaining("which is a directory");
    }

    @Test
    void hardLinkToALinkChangesTheLinkOnly() throws Exception {
        unpack(
                entry(TarEntry.Type.SYMBOLIC_LINK, "s", outside("file")),
                entry(TarEntry.Type.HARD_LINK, "x", "s"),
                file("x"));
        assertThat(Shell.run(workspace.path(), "stat -c %F root/s root/x"))
                .isEqualTo("symbolic link\nregular empty file\n");
    }

    @Test
    void directoryThatBecameALinkGetsNoAttributesOutside() throws Exception {
        unpack(
                new TarEntry(
                        0,
                        TarEntry.Type.DIRECTORY,
                        Pathname.of("d"),
                        Pathname.EMPTY,
                        0777,
                        99,
                        99,
                        0,
                        Instant.EPOCH,
                        List.of(),
                        0,
                        0,
                        Map.of()),
                entry(TarEntry.Type.SYMBOLIC_LINK, "d", outside("dir")));
    }

    @Test
    void whiteoutsRemoveNothingOutside() {
        for (String name : List.of(".wh...", ".wh..", ".wh.", "a/.wh...", ".wh...//", "../.wh.outside")) {
            assertThatThrownBy(() -> layer(entry(TarEntry.Type.DIRECTORY, "a", ""), file(name)))
                    .as(name)
                    .isInstanceOf(TarException.class);
        }
        assertThatThrownBy(() -> layer(entry(TarEntry.Type.SYMBOLIC_LINK, "s", outside("")), file("s/.wh.file")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> layer(entry(TarEntry.Type.SYMBOLIC_LINK, "o", outside("dir")), file("o/.wh..wh..opq")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void whiteoutAndDirectoryOfOneLayerMakeItOpaqueInEitherOrder() throws Exception {
        Whiteouts whiteouts = layer(
                entry(TarEntry.Type.DIRECTORY, "a", ""),
                file(".wh.a"),
                file(".wh.b"),
                entry(TarEntry.Type.DIRECTORY, "b", ""),
                file(".wh.c"),
                file("c"),
                file("d"),
                file(".wh.d"),
                file(".wh.e"));
        assertThat(whiteouts.opaque()).containsExactly(Pathname.of("a"), Pathname.of("b"));
        assertThat(Shell.run(workspace.path().resolve("root"), "stat -c '%n %F %t:%T' *"))
                .isEqualTo("""
                    a directory 0:0
                    b directory 0:0
                    c regular empty file 0:0
                    d regular empty file 0:0
                    e character special file 0:0
                    """);
        assertThat(Shell.run(workspace.path().resolve("root"), "getfattr -n trusted.overlay.opaque --only-values a b"))
                .isEqualTo("yy");
    }

    @Test
    void overlaysOwnMarksAreNotTakenOver() throws Exception {
        assertThatThrownBy(() -> unpack(entry(TarEntry.Type.CHARACTER_DEVICE, "w", "")))
                .hasMessageContaining("whiteout");
        unpack(new TarEntry(
                0,
                TarEntry.Type.DIRECTORY,
                Pathname.of("d"),
                Pathname.EMPTY,
                0755,
                0,
                0,
                0,
                Instant.EPOCH,
                List.of(),
                0,
                0,
                Map.of(
                        Pathname.of("trusted.overlay.redirect"), outside("").getBytes(StandardCharsets.UTF_8),
                        Pathname.of("trusted.overlay.opaque"), new byte[] {'y'},
                        Pathname.of("trusted.kept"), new byte[] {'1'})));
        assertThat(Shell.run(workspace.path(), "getfattr -m - -d root/d"))
                .contains("trusted.kept")
                .doesNotContain("overlay");
    }

    @Test
    void ridiculousNamesAreRefused() throws Exception {
        assertThatThrownBy(() -> unpack(file("x".repeat(256)))).hasMessageContaining("longer than 255");
        assertThatThrownBy(() -> unpack(file("x/".repeat(3000) + "y"))).hasMessageContaining("name of");
        unpack(file("x/".repeat(2000) + "y"));
        Shell.run(workspace.path(), "test -d root/x/x/x/x");
        removeRoot();
    }

    @Test
    void treesDeeperThanAPathAreRemovedAgain() throws Exception {
        for (int i = 0; i < 4; i++) {
            String next = "d/".repeat(900);
            entries.add(entry(TarEntry.Type.DIRECTORY, i == 0 ? next : "l" + i + "/" + next, ""));
            entries.add(entry(
                    TarEntry.Type.SYMBOLIC_LINK, "l" + (i + 1), (i == 0 ? "" : "l" + i + "/") + "d/".repeat(900)));
        }
        unpack(entries.toArray(TarEntry[]::new));
        removeRoot();
    }

    private void removeRoot() throws Exception {
        TreeRoot.removeTree(workspace.path().resolve("root"));
        assertThat(workspace.path().resolve("root")).doesNotExist();
        Files.createDirectory(workspace.path().resolve("root"));
    }

    @Test
    void countsAndSizesAreBounded() throws Exception {
        TarLimits limits = new TarLimits(100, 1000, 5, 10_000, true);
        TarEntry[] many = new TarEntry[101];
        java.util.Arrays.setAll(many, i -> file("f" + i));
        assertThatThrownBy(() -> unpack(limits, archive(many))).hasMessageContaining("more than 100 entries");
        byte[] longName = archive(file("n/".repeat(600)));
        assertThatThrownBy(() -> unpack(limits, longName)).hasMessageContaining("extended header");
        byte[] big = archive(file("big"));
        System.arraycopy("77777777777".getBytes(StandardCharsets.US_ASCII), 0, big, 124, 11);
        fixSum(big, 0);
        assertThatThrownBy(() -> unpack(limits, big)).hasMessageContaining("bytes of files");
        big[124] = (byte) 0xFF;
        fixSum(big, 0);
        assertThatThrownBy(() -> unpack(limits, big)).isInstanceOf(TarException.class);
    }

    @Test
    void whatMustBeRememberedIsBounded() throws Exception {
        byte[] value = new byte[60_000];
        TarEntry[] many = new TarEntry[1200];
        for (int i = 0; i < many.length; i++) {
            many[i] = new TarEntry(
                    0,
                    TarEntry.Type.DIRECTORY,
                    Pathname.of("d" + i),
                    Pathname.EMPTY,
                    0755,
                    0,
                    0,
                    0,
                    Instant.EPOCH,
                    List.of(),
                    0,
                    0,
                    Map.of(Pathname.of("user.big"), value));
        }
        assertThatThrownBy(() -> unpack(many)).isInstanceOf(TarException.class).hasMessageContaining("exceed");
    }

    @Test
    void damageIsAnErrorOrHarmless() throws Exception {
        byte[] whole = archive(
                entry(TarEntry.Type.DIRECTORY, "a", ""),
                file("a/b"),
                file("long/".repeat(60) + "name"),
                entry(TarEntry.Type.SYMBOLIC_LINK, "s", outside("dir")),
                entry(TarEntry.Type.HARD_LINK, "h", "a/b"),
                entry(TarEntry.Type.FIFO, "p", ""));
        Random random = new Random(SEED);
        for (int round = 0; round < 600; round++) {
            byte[] damaged = whole.clone();
            int header = random.nextInt(whole.length / 512) * 512;
            for (int i = 0; i <= random.nextInt(4); i++) {
                damaged[header + random.nextInt(512)] = (byte) random.nextInt(256);
            }
            if (random.nextBoolean()) {
                fixSum(damaged, header);
            }
            try {
                unpack(TarLimits.ARCHIVE, damaged);
            } catch (IOException e) {
                assertThat(e)
                        .as("seed %d, round %d", SEED, round)
                        .isInstanceOfAny(TarException.class, UnpackException.class, LinuxException.class);
            }
        }
    }

    private static void fixSum(byte[] archive, int header) {
        java.util.Arrays.fill(archive, header + 148, header + 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += archive[header + i] & 0xFF;
        }
        System.arraycopy(String.format("%06o\0", sum).getBytes(StandardCharsets.US_ASCII), 0, archive, header + 148, 7);
    }

    private String outside(String name) {
        return workspace.path() + "/outside/" + name;
    }

    private static TarEntry file(String name) {
        return entry(TarEntry.Type.FILE, name, "");
    }

    private static TarEntry entry(TarEntry.Type type, String name, String link) {
        return new TarEntry(
                0, type, Pathname.of(name), Pathname.of(link), 0644, 0, 0, 0, Instant.EPOCH, List.of(), 0, 0, Map.of());
    }

    private static byte[] archive(TarEntry... entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter writer = new TarWriter(out)) {
            for (TarEntry entry : entries) {
                writer.begin(entry);
            }
        }
        return out.toByteArray();
    }

    private void unpack(TarEntry... entries) throws IOException {
        unpack(TarLimits.ARCHIVE, archive(entries));
    }

    private void unpack(TarLimits limits, byte[] archive) throws IOException {
        try (TreeRoot root = TreeRoot.open(workspace.path().resolve("root"))) {
            Unpacking.archive(new TarReader(new ByteArrayInputStream(archive), limits), root);
        }
    }

    private Whiteouts layer(TarEntry... entries) throws IOException {
        try (TreeRoot root = TreeRoot.open(workspace.path().resolve("root"))) {
            return Unpacking.layer(
                    new TarReader(new ByteArrayInputStream(archive(entries)), TarLimits.LAYER), root, List.of());
        }
    }
}
