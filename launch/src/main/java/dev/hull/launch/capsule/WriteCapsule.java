package dev.hull.launch.capsule;

import dev.hull.linux.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The build's step that makes the product's capsule: writes this machine's into the file given. */
public final class WriteCapsule {
    private WriteCapsule() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("usage: WriteCapsule FILE");
        }
        Files.write(Path.of(arguments[0]), Capsule.file(Architecture.ofHost()));
    }
}
