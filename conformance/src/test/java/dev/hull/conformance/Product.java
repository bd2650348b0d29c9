package dev.hull.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The built product with state directories of its own: a test's view of one machine with Hull on it.
 *
 * <p>Closing it fails unless everything that was run is gone: containers are removed by {@code hull rm -f}, and the
 * run directory must be empty of containers and names then.
 */
public final class Product implements AutoCloseable {
    private final Path state;
    private final Map<String, String> environment = new TreeMap<>();

    private Product(Path state) {
        this.state = state;
        environment.put("HULL_RUN_DIR", state.resolve("run").toString());
        environment.put("HULL_DATA_DIR", state.resolve("data").toString());
    }

    /** A product with fresh, empty state. The path is short: those of sockets below it have at most 107 bytes. */
    public static Product fresh() {
        try {
            return new Product(Files.createTempDirectory("hull-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The wrapper script at the root of the checkout. */
    public static Path command() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isRegularFile(folder.resolve("hull"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("no hull above " + Path.of("").toAbsolutePath());
        }
        return folder.resolve("hull");
    }

    /** The temporary folder that holds both state directories; a test may put files of its own there. */
    public Path state() {
        return state;
    }

    public Path runDirectory() {
        return state.resolve("run");
    }

    public Path dataDirectory() {
        return state.resolve("data");
    }

    /** A process that is not started yet: {@code hull} with these words. */
    public ProcessBuilder process(String... words) {
        List<String> line = new ArrayList<>();
        line.add(command().toString());
        line.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(environment);
        return builder;
    }

    /** Runs {@code hull} with these words and an empty stdin, and waits for its end. */
    public Outcome run(String... words) {
        return Outcome.of(process(words), new byte[0]);
    }

    /** Runs {@code hull} with these words and that stdin, and waits for its end. */
    public Outcome runWithInput(byte[] input, String... words) {
        return Outcome.of(process(words), input);
    }

    @Override
    public void close() {
        Outcome list = run("ps", "-aq", "--no-trunc");
        List<String> left = list.lines();
        if (!left.isEmpty()) {
            List<String> words = new ArrayList<>(List.of("rm", "-f", "-v"));
            words.addAll(left);
            run(words.toArray(String[]::new)).succeeded();
        }
        List<Path> remains = remains();
        delete(state);
        if (!remains.isEmpty()) {
            throw new AssertionError("left behind in the run directory: " + remains);
        }
    }

    private List<Path> remains() {
        List<Path> found = new ArrayList<>();
        for (String folder : List.of("c", "names")) {
            Path directory = runDirectory().resolve(folder);
            if (Files.isDirectory(directory)) {
                try (Stream<Path> entries = Files.list(directory)) {
                    entries.forEach(found::add);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return found;
    }

    private static void delete(Path root) {
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
