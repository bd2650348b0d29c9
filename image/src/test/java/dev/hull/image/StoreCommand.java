package dev.hull.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code StoreCommand STORE SOURCE}: a JVM of its own that resolves an image, as a command does. */
final class StoreCommand {
    private StoreCommand() {}

    public static void main(String[] arguments) {
        try {
            ImageStore store = new ImageStore(Path.of(arguments[0]), Platform.ofHost(), List.of());
            System.out.println(
                    store.resolve(ImageSource.parse(arguments[1], Path.of("/"))).id());
        } catch (ImageException e) {
            System.out.println(e.getMessage());
            System.exit(125);
        }
    }

    /** Starts it below a wrapper, {@code unshare -m} and the like; none for an empty list. */
    static Process start(List<String> wrapper, Path store, Path source) throws IOException {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                StoreCommand.class.getName(),
                store.toString(),
                source.toString()));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
