package dev.hull.image;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A directory for one test, removed by rm(1): trees hold names that Java cannot say. */
@SuppressWarnings("exports") // tests are exported to nobody
public final class Workspace implements BeforeEachCallback, AfterEachCallback {
    private Path path = Path.of("/nonexistent");

    public Path path() {
        return path;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        path = Files.createTempDirectory("hull-image-");
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        Shell.run(Path.of("/"), "rm -rf '" + path + "'");
    }
}
