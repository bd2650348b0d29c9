package dev.hull.container;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an image wants to be run; what a request does not say is taken from here.
 *
 * @param entrypoint empty for none
 * @param command empty for none
 * @param environment {@code NAME=value}
 * @param workingDirectory empty for {@code /}
 * @param stopSignal null for SIGTERM
 */
public record ImageDefaults(
        List<String> entrypoint,
        List<String> command,
        List<String> environment,
        String workingDirectory,
        @Nullable String stopSignal,
        Map<String, String> labels) {
    /** What an image without a configuration says: nothing. */
    public static final ImageDefaults NONE = new ImageDefaults(List.of(), List.of(), List.of(), "", null, Map.of());

    public ImageDefaults {
        entrypoint = List.copyOf(entrypoint);
        command = List.copyOf(command);
        environment = List.copyOf(environment);
        labels = Map.copyOf(labels);
    }
}
