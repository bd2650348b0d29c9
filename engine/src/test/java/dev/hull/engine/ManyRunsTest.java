package dev.hull.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What many runs leave behind in one engine: nothing. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class ManyRunsTest {
    /** {@code -Dhull.runs=1000} for the promise's own number. */
    private static final int RUNS = Integer.getInteger("hull.runs", 200);

    private final TestHull test = new TestHull();

    @AfterEach
    void removeEverything() throws IOException {
        test.close();
    }

    private record Host(long descriptors, long mounts, long children, List<String> files, long cgroups) {
        static Host now(TestHull test) throws IOException {
            return new Host(
                    count(Path.of("/proc/self/fd")),
                    Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                            .filter(mount -> mount.contains(test.root.toString()))
                            .count(),
                    ProcessHandle.current().children().count(),
                    test.files(),
                    cgroups(test));
        }

        private static long count(Path directory) throws IOException {
            try (var entries = Files.list(directory)) {
                return entries.count();
            }
        }

        private static long cgroups(TestHull test) {
            return test.hull.containers().stream()
                    .mapToLong(container -> TestHull.cgroups(container.id()).size())
                    .sum();
        }
    }

    private int run() {
        try (Running program = test.hull.run(
                TestHull.request("sh", "-c", "echo x > /file").remove(true).build())) {
            return program.exited().join().status();
        }
    }

    @Test
    void leavesNothingOfAnyRun() throws Exception {
        // What is made once: threads, the epoll, classes that hold files.
        assertThat(run()).isZero();
        Host before = Host.now(test);
        for (int i = 0; i < RUNS; i++) {
            assertThat(run()).as("run %d", i).isZero();
        }
        assertThat(Host.now(test)).isEqualTo(before);
        assertThat(before.files()).isEmpty();
    }

    @Test
    void runsAHundredContainersEightAtATime() throws Exception {
        List<String> outputs = new ArrayList<>();
        try (ExecutorService eight = Executors.newFixedThreadPool(8)) {
            List<Future<String>> programs = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String word = "number " + i;
                programs.add(eight.submit(() -> output(word)));
            }
            for (Future<String> program : programs) {
                outputs.add(program.get());
            }
        }
        for (int i = 0; i < 100; i++) {
            assertThat(outputs.get(i)).isEqualTo("number " + i + "\n");
        }
        assertThat(test.hull.containers()).hasSize(100);
    }

    private String output(String word) throws IOException {
        try (Running program = test.hull.run(TestHull.request("echo", word).build())) {
            assertThat(program.exited().join().status()).isZero();
            return new String(program.stdout().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
