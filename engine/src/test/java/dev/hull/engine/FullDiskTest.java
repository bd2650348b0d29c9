package dev.hull.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A data directory without room, on a small tmpfs in a mount namespace of its own. */
final class FullDiskTest {
    private final TestHull test = new TestHull();

    @AfterEach
    void removeEverything() throws IOException {
        test.close();
    }

    /** Fills the disk but for some pages, then tries to make a container, then again with room. */
    static final class Tight {
        public static void main(String[] arguments) throws Exception {
            Directories directories = new Directories(Path.of(arguments[0]), Path.of(arguments[1]));
            Caller caller = new Caller(0, Path.of("/"), List.of("/bin/true"), List.of(), Path.of("/none"));
            Path filler = directories.data().resolve("filler");
            try (Hull hull = Hull.open(directories, Profile.HEAVY, caller)) {
                for (int pages = 0; pages < 12; pages++) {
                    fill(filler, pages);
                    System.out.println(attempt(hull, directories));
                    Files.delete(filler);
                }
                System.out.println(attempt(hull, directories));
            }
        }

        private static void fill(Path filler, int pagesLeft) throws IOException {
            try (var out = Files.newOutputStream(filler)) {
                byte[] page = new byte[4096];
                while (true) {
                    out.write(page);
                }
            } catch (IOException e) {
                // Full.
            }
            try (var channel = java.nio.channels.FileChannel.open(filler, java.nio.file.StandardOpenOption.WRITE)) {
                channel.truncate(channel.size() - 4096L * pagesLeft);
            }
        }

        private static String attempt(Hull hull, Directories directories) {
            String answer;
            try {
                hull.create(TestHull.request("true").name("web").build()).remove(false, false);
                answer = "made";
            } catch (HullException e) {
                answer = e.errno() + " " + e.kind();
            }
            return answer + " " + Records.list(directories.containers()).size()
                    + Records.list(directories.runs()).size()
                    + Records.list(directories.names()).size();
        }
    }

    @Test
    void saysThatTheDiskIsFullAndLeavesNothingHalfMade() throws Exception {
        Files.createDirectories(test.directories.data());
        String command = "mount -t tmpfs -o size=128k tmpfs " + test.directories.data() + " && exec '"
                + String.join(
                        "' '",
                        OtherJvm.command(
                                Tight.class,
                                test.directories.run().toString(),
                                test.directories.data().toString()))
                + "'";
        Process tight = new ProcessBuilder("unshare", "-m", "sh", "-c", command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> answers = OtherJvm.output(tight).lines().toList();
        assumeTrue(!answers.isEmpty(), "mount namespaces are not to be had here");
        assertThat(tight.waitFor()).isZero();
        assertThat(answers)
                .hasSize(13)
                .allMatch(answer -> answer.equals("ENOSPC FAILED 000") || answer.equals("made 000"));
        assertThat(answers.getFirst()).startsWith("ENOSPC");
        assertThat(answers.getLast()).isEqualTo("made 000");
    }
}
