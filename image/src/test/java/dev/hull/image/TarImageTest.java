package dev.hull.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that others made become the trees they were made of. */
class TarImageTest {
    @RegisterExtension
    final Workspace workspace = new Workspace();

    @BeforeEach
    void tree() throws Exception {
        Files.createDirectories(workspace.path().resolve("in"));
        Shell.run(workspace.path().resolve("in"), """
            mkdir -p a/b/c "$(printf 'odd \\303\\244\\n name')" sticky ro
            echo hello > a/file; echo more > a/b/c/deep; : > empty
            ln a/file a/hard; ln -s file a/soft; ln -s /etc/passwd absolute; ln -s ../../.. a/up
            mkfifo fifo; mknod null c 1 3; mknod disk b 254 7
            echo x > suid; chown 1234:4321 suid; chmod 4755 suid; chmod 2750 a/b; chmod 1777 sticky; chmod 500 ro
            chown -h 77:88 a/soft
            printf bytes > "$(printf '\\377\\376name')"
            touch -d '1999-12-31 23:59:59 UTC' a/file; touch -d '1960-01-01 UTC' empty
            touch -h -d '2001-02-03 04:05:06 UTC' a/soft
            touch -d '2010-10-10 10:10:10 UTC' a a/b ro
            chown 3000000:3000000 a/b/c/deep
            """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tar --format=gnu -cf",
                "tar --format=posix -cf",
                "tar --format=oldgnu -cf",
                "tar --format=posix -czf",
                "tar --format=gnu --zstd -cf",
                "tar --format=pax --xattrs -cf",
                "bsdtar --format=pax -cf",
                "bsdtar -czf"
            })
    void archiveBecomesTheTree(String command) throws Exception {
        Shell.run(workspace.path(), command + " image.any -C in .");
        Path tree = unpack("image.any");
        assertThat(Shell.describe(tree))
                .isEqualTo(Shell.describe(workspace.path().resolve("in")));
        assertThat(Shell.digests(tree)).isEqualTo(Shell.digests(workspace.path().resolve("in")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tar --format=ustar -cf",
                "tar --format=v7 -cf",
                "bsdtar --format=gnutar -cf",
                "bsdtar --format=ustar -cf",
                "busybox tar -cf"
            })
    void olderFormatsToo(String command) throws Exception {
        // none of them knows times before 1970 or ids beyond 21 bits, v7 has no devices
        Shell.run(workspace.path().resolve("in"), "rm -r a/b/c/deep empty; rm -f fifo null disk");
        Shell.run(workspace.path(), command + " image.any -C in .");
        Path tree = unpack("image.any");
        assertThat(Shell.describe(tree))
                .isEqualTo(Shell.describe(workspace.path().resolve("in")));
        assertThat(Shell.digests(tree)).isEqualTo(Shell.digests(workspace.path().resolve("in")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"gnu", "posix --sparse-version=0.0", "posix --sparse-version=0.1", "posix --sparse-version=1.0"})
    void sparseFilesKeepTheirHoles(String format) throws Exception {
        Shell.run(workspace.path().resolve("in"), """
            for n in $(seq 0 60); do echo $n | dd of=many bs=1 seek=$((n*100000)) conv=notrunc 2>/dev/null; done
            truncate -s 200M hole; echo end | dd of=hole bs=1 seek=209715190 conv=notrunc 2>/dev/null
            truncate -s 50M nothing
            """);
        Shell.run(workspace.path(), "tar -S --format=" + format + " -cf image.tar -C in .");
        assertThat(Files.size(workspace.path().resolve("image.tar"))).isLessThan(4 << 20);
        Path tree = unpack("image.tar");
        assertThat(Shell.describe(tree))
                .isEqualTo(Shell.describe(workspace.path().resolve("in")));
        assertThat(Shell.digests(tree)).isEqualTo(Shell.digests(workspace.path().resolve("in")));
        long blocks = Long.parseLong(Shell.run(tree, "stat -c %b hole").strip());
        assertThat(blocks).isLessThan(1000);
    }

    @Test
    void longNamesAndLinksOfEveryFormat() throws Exception {
        String name = "d".repeat(200) + "/" + "f".repeat(250);
        Shell.run(
                workspace.path().resolve("in"),
                "mkdir " + "d".repeat(200) + "; echo x > " + name + "; ln -s /" + name + " long-link; ln " + name
                        + " long-hard");
        for (String format : List.of("gnu", "posix")) {
            Shell.run(workspace.path(), "tar --format=" + format + " -cf " + format + ".tar -C in .");
            assertThat(Shell.describe(unpack(format + ".tar")))
                    .isEqualTo(Shell.describe(workspace.path().resolve("in")));
        }
    }

    @Test
    void keepsExtendedAttributesNanosecondsAndCapabilities() throws Exception {
        Shell.run(workspace.path().resolve("in"), """
            cp /bin/true prog; setcap cap_net_raw+ep prog
            setfattr -n user.note -v hello a/file; setfattr -n trusted.mark -v 1 a/b
            touch -d '2020-01-01 00:00:00.123456789 UTC' a/file
            """);
        Shell.run(workspace.path(), "tar --format=posix --xattrs --xattrs-include='*' -cf image.tar -C in .");
        Path tree = unpack("image.tar");
        Shell.run(workspace.path(), "tar --compare --xattrs --xattrs-include='*' -f image.tar -C " + tree);
        assertThat(Shell.run(tree, "getcap prog")).contains("cap_net_raw=ep");
        assertThat(Shell.run(
                        tree, "getfattr --only-values -n user.note a/file; getfattr --only-values -n trusted.mark a/b"))
                .isEqualTo("hello1");
        assertThat(Shell.run(tree, "stat -c %.9Y a/file")).isEqualTo("1577836800.123456789\n");
    }

    @Test
    void gzipOfSeveralMembersIsOneArchive() throws Exception {
        Shell.run(workspace.path(), """
            tar -cf whole.tar -C in .
            head -c 5000 whole.tar | gzip > image.gz; tail -c +5001 whole.tar | gzip >> image.gz
            """);
        assertThat(Shell.describe(unpack("image.gz")))
                .isEqualTo(Shell.describe(workspace.path().resolve("in")));
    }

    @Test
    void secondUseReadsNothingAndContentDecides() throws Exception {
        Shell.run(workspace.path(), "tar -cf image.tar -C in .; sleep 0.1");
        ImageSource source = ImageSource.parse("./image.tar", workspace.path());
        assertThat(store().ready(source)).isEmpty();
        ResolvedImage first = store().resolve(source);
        assertThat(store().ready(source)).contains(first);

        Shell.run(
                workspace.path(),
                "cp image.tar other-name; sleep 0.1; echo changed > in/a/file; tar -cf image.tar -C in .");
        assertThat(store().resolve(ImageSource.parse("./other-name", workspace.path()))
                        .id())
                .isEqualTo(first.id());
        assertThat(store().ready(source)).isEmpty();
        assertThat(store().resolve(source).id()).isNotEqualTo(first.id());
        assertThat(store().list()).hasSize(2);
    }

    @Test
    void pruneRemovesWhatNobodyUses() throws Exception {
        Shell.run(workspace.path(), "tar -cf one.tar -C in .; tar -cf two.tar -C in a; sleep 0.1");
        ResolvedImage one = store().resolve(ImageSource.parse("./one.tar", workspace.path()));
        ResolvedImage two = store().resolve(ImageSource.parse("./two.tar", workspace.path()));
        assertThat(store().prune(() -> Set.of(one.id())).stream().map(StoredImage::id))
                .containsExactly(two.id());
        assertThat(store().ready(ImageSource.parse("./one.tar", workspace.path())))
                .isPresent();
        assertThat(store().ready(ImageSource.parse("./two.tar", workspace.path())))
                .isEmpty();
        assertThatThrownBy(() -> store().remove(one.id(), () -> Set.of(one.id())))
                .hasMessageContaining("uses it");
        assertThat(store().remove(one.id(), Set::of).id()).isEqualTo(one.id());
        assertThat(workspace.path().resolve("images/trees")).isEmptyDirectory();
        assertThat(workspace.path().resolve("images/tmp")).isEmptyDirectory();
    }

    @Test
    void cutArchiveIsRefusedAtEveryBlockAndLeavesNothing() throws Exception {
        Shell.run(workspace.path(), "tar --format=posix -cf whole.tar -C in .");
        byte[] whole = Files.readAllBytes(workspace.path().resolve("whole.tar"));
        int end = whole.length;
        while (whole[end - 1] == 0) {
            end--;
        }
        end = (end + 511) / 512 * 512;
        for (int length = 0; length <= end; length += 512) {
            Files.write(workspace.path().resolve("cut.tar"), java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> unpack("cut.tar"))
                    .as("cut at " + length)
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("at byte");
        }
        assertThat(Files.exists(workspace.path().resolve("images/trees"))).isFalse();
        assertThat(workspace.path().resolve("images/tmp")).isEmptyDirectory();
    }

    private ImageStore store() {
        return new ImageStore(workspace.path().resolve("images"), Platform.ofHost(), List.of());
    }

    private Path unpack(String file) throws IOException {
        ResolvedImage image = store().resolve(ImageSource.parse("./" + file, workspace.path()));
        return ((RootFilesystem.Layers) image.root()).layers().getFirst().tree();
    }
}
