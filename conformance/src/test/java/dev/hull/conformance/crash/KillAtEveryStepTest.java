package dev.hull.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hull.conformance.HostSnapshot;
import dev.hull.conformance.Outcome;
import dev.hull.conformance.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each process of a run is killed before each of its state-changing calls. After each kill one more {@code hull ps}
 * finds a whole container or none, its exit status, and nothing else; the name can be used again.
 */
final class KillAtEveryStepTest {
    static final String VICTIM = "victim";

    private static final Pattern WHOLE = Pattern.compile("victim (Exited \\(\\d+\\)|Created|Up |Restarting).*");

    private final Product product = Product.fresh();

    @ParameterizedTest
    @EnumSource(Role.class)
    void leavesNothingHalfMade(Role role) throws IOException {
        try (product) {
            TracedProduct traced = TracedProduct.in(product.state());
            String[] run = {"run", "--name", VICTIM, "--network", "none", root().toString(), "/bin/sh", "-c", "exit 7"};
            List<Call> calls = traced.calls(product, run).stream()
                    .filter(call -> call.role() == role)
                    .toList();
            assertThat(calls).as("state-changing calls of " + role).hasSizeGreaterThan(5);
            HostSnapshot before = HostSnapshot.take(product);
            List<String> wrong = new ArrayList<>();
            for (Call call : calls) {
                Outcome outcome = traced.killing(product, call, run);
                check(call, outcome, before, wrong);
            }
            System.out.println(role + ": killed before " + calls.size() + " calls");
            assertThat(wrong).isEmpty();
        }
    }

    private void check(Call call, Outcome outcome, HostSnapshot before, List<String> wrong) {
        awaitEnd();
        Outcome list = product.run("ps", "-a", "--no-trunc", "--format", "{{.Names}} {{.Status}}");
        for (String line : list.lines()) {
            if (!WHOLE.matcher(line).matches()) {
                wrong.add(call + ": ps shows '" + line + "'");
            }
            if (outcome.status() == 7 && !line.contains("Exited (7)")) {
                wrong.add(call + ": the exit status is lost: " + line);
            }
        }
        if (list.status() != 0) {
            wrong.add(call + ": ps exits with " + list.status() + ": " + list.errorText());
        }
        Outcome again = list.lines().isEmpty()
                ? product.run("create", "--name", VICTIM, "host", "true")
                : product.run("rm", "-f", VICTIM);
        if (again.status() != 0) {
            wrong.add(call + ": " + String.join(" ", again.line()) + ": " + again.errorText());
        }
        if (list.lines().isEmpty()) {
            product.run("rm", VICTIM);
        }
        HostSnapshot after = HostSnapshot.take(product);
        if (!after.equals(before)) {
            wrong.add(call + ": the host differs: " + after.differenceFrom(before));
        }
    }

    /** The survivors of a kill need a moment to notice it. */
    private void awaitEnd() {
        for (int i = 0;
                i < 100
                        && HostSnapshot.take(product).processes().stream()
                                .anyMatch(line -> line.contains("capsule.real "));
                i++) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private Path root() throws IOException {
        Path root = product.state().resolve("root");
        Files.createDirectories(root.resolve("bin"));
        if (!Files.exists(root.resolve("bin/sh"))) {
            Files.copy(
                    Path.of("/bin/busybox"), root.resolve("bin/sh"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
        return root;
    }
}
