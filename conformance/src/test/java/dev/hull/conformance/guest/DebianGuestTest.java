package dev.hull.conformance.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.conformance.Outcome;
import dev.hull.conformance.Product;
import dev.hull.conformance.limit.LimitTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same tests on Hull's oldest kernel and on a host with cgroup v2 alone. */
final class DebianGuestTest {
    /** The guest is about ten times slower than this machine. */
    private static final int LIMIT_SECONDS = 280;

    @Test
    void limitsBiteOnDebiansKernelWithCgroupV2(@TempDir Path folder) throws IOException {
        String result = run(folder, GuestFacts.class.getName(), LimitTest.class.getName());
        assertThat(result).matches(".*" + GuestTests.RESULT + "\\d\\d+ passed, 0 failed, 0 skipped.*");
    }

    /** Boots with the test classes; once more if QEMU itself failed: it does now and then. */
    private static String run(Path folder, String... classes) throws IOException {
        List<Path> trees = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home")),
                Product.command(),
                Product.command().resolveSibling("scripts"),
                Product.command().resolveSibling("target").resolve("hull")));
        for (String entry : System.getProperty("java.class.path").split(":", -1)) {
            Path path = Path.of(entry).toAbsolutePath();
            if (Files.exists(path) && trees.stream().noneMatch(path::startsWith)) {
                trees.add(path);
            }
        }
        String script = "cd '%s'\n'%s/bin/java' --enable-native-access=ALL-UNNAMED -cp '%s' %s %s"
                .formatted(
                        Path.of("").toAbsolutePath(),
                        System.getProperty("java.home"),
                        System.getProperty("java.class.path"),
                        GuestTests.class.getName(),
                        String.join(" ", classes));
        Path cache = Files.createDirectories(Path.of("target/guest").toAbsolutePath());
        DebianGuest guest = DebianGuest.build(
                cache, folder, trees, "mkdir -p '" + Path.of("").toAbsolutePath() + "'\n" + script);
        Outcome outcome = guest.boot(LIMIT_SECONDS);
        if (!outcome.text().contains(GuestTests.RESULT)) {
            outcome = guest.boot(LIMIT_SECONDS);
        }
        System.out.println(outcome.text());
        return outcome.lines().stream()
                .filter(line -> line.contains(GuestTests.RESULT))
                .findFirst()
                .orElse("no result: " + outcome.text() + outcome.errorText());
    }
}
