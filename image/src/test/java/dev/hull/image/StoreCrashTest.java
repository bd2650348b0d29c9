package dev.hull.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever happens to who unpacks, an image is whole or not there, and nothing is left behind. */
class StoreCrashTest {
    private static final long SEED = 20260703;

    @RegisterExtension
    final Workspace workspace = new Workspace();

    private Path images() {
        return workspace.path().resolve("images");
    }

    private ImageStore store() {
        return new ImageStore(images(), Platform.ofHost(), List.of());
    }

    private void archive() throws Exception {
        Shell.run(workspace.path(), """
            mkdir in; cd in
            for d in $(seq 1 40); do mkdir $d; for f in $(seq 1 40); do echo $d$f > $d/$f; done; done
            head -c 8000000 /dev/urandom > big; cd ..; tar -czf image.tgz in; sleep 0.1
            """);
    }

    @Test
    void killedAtAnyMomentTheNextCommandMakesItWhole() throws Exception {
        archive();
        Random random = new Random(SEED);
        int killed = 0;
        for (int round = 0; round < 20; round++) {
            Process process =
                    StoreCommand.start(List.of(), images(), workspace.path().resolve("image.tgz"));
            long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            // from the moment that the tree is begun
            while (process.isAlive() && !hasEntries("tmp") && System.nanoTime() < patience) {
                Thread.onSpinWait();
            }
            TimeUnit.MILLISECONDS.sleep(random.nextInt(150));
            killed += process.isAlive() ? 1 : 0;
            process.destroyForcibly().waitFor();
            if (hasEntries("trees")) {
                store().prune(java.util.Set::of);
            }
        }
        assertThat(killed).as("seed %d", SEED).isPositive();
        ImageSource source = ImageSource.parse("./image.tgz", workspace.path());
        if (hasEntries("tmp")) {
            assertThat(store().ready(source)).isEmpty();
        }
        ResolvedImage image = store().resolve(source);
        Path tree = ((RootFilesystem.Layers) image.root()).layers().getFirst().tree();
        assertThat(Shell.describe(tree.resolve("in")))
                .isEqualTo(Shell.describe(workspace.path().resolve("in")));
        assertThat(Shell.digests(tree.resolve("in")))
                .isEqualTo(Shell.digests(workspace.path().resolve("in")));
        assertThat(images().resolve("tmp")).isEmptyDirectory();
        assertThat(store().ready(source)).contains(image);
    }

    private boolean hasEntries(String directory) throws Exception {
        String[] names = images().resolve(directory).toFile().list();
        return names != null && names.length > 0;
    }

    @Test
    void commandsAtTheSameTimeUnpackOnce() throws Exception {
        archive();
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            processes.add(
                    StoreCommand.start(List.of(), images(), workspace.path().resolve("image.tgz")));
        }
        List<String> ids = new ArrayList<>();
        for (Process process : processes) {
            ids.add(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            assertThat(process.waitFor()).as(ids.getLast()).isZero();
        }
        assertThat(ids).allMatch(id -> id.startsWith("sha256:") && id.equals(ids.getFirst()));
        assertThat(images().resolve("trees").toFile().list()).hasSize(1);
        assertThat(images().resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void threadsAtTheSameTimeUnpackOnce() throws Exception {
        archive();
        ImageSource source = ImageSource.parse("./image.tgz", workspace.path());
        List<ResolvedImage> images = java.util.Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofPlatform().start(() -> images.add(store().resolve(source))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(images).hasSize(4).allMatch(images.getFirst()::equals);
    }

    @Test
    void pruneWaitsForWhoeverIsAboutToUseAnImage() throws Exception {
        archive();
        ImageSource source = ImageSource.parse("./image.tgz", workspace.path());
        Thread pruner;
        try (ImageStore.Hold hold = store().hold()) {
            assertThat(hold).isNotNull();
            ResolvedImage image = store().resolve(source);
            pruner = Thread.ofPlatform().start(() -> store().prune(() -> java.util.Set.of(image.id())));
            pruner.join(300);
            assertThat(pruner.isAlive()).isTrue();
        }
        pruner.join();
        assertThat(store().list()).hasSize(1);
    }

    @Test
    void fullDiskIsToldAndLeavesNothing() throws Exception {
        archive();
        Path disk = Files.createDirectory(workspace.path().resolve("disk"));
        String script = "mount -t tmpfs -o size=5m none " + disk + " && \"$@\"; code=$?; ls -A " + disk + "/images/tmp "
                + disk + "/images/trees; exit $code";
        Process process = StoreCommand.start(
                List.of("unshare", "-m", "sh", "-c", script, "sh"),
                disk.resolve("images"),
                workspace.path().resolve("image.tgz"));
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isNotZero();
        assertThat(output)
                .contains("unpack image " + workspace.path() + "/image.tgz: entry in/")
                .contains("ENOSPC (No space left on device)")
                .contains("HULL_DATA_DIR")
                .doesNotContain("tar-");
    }

    @Test
    void bombIsRefusedBeforeItFillsTheDisk() throws Exception {
        try (OutputStream out =
                new GZIPOutputStream(Files.newOutputStream(workspace.path().resolve("bomb")))) {
            Process tar = new ProcessBuilder("sh", "-c", "truncate -s 1200M zeros; tar -c zeros")
                    .directory(workspace.path().toFile())
                    .start();
            tar.getInputStream().transferTo(out);
            assertThat(tar.waitFor()).isZero();
        }
        assertThatThrownBy(() -> store().resolve(ImageSource.parse("./bomb", workspace.path())))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("decompression bomb");
        assertThat(images().resolve("tmp")).isEmptyDirectory();
    }
}
