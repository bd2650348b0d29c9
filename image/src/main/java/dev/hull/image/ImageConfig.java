package dev.hull.image;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an image wants to be run: the {@code config} object of the OCI image-spec (config.md), with docker's health
 * check.
 *
 * @param entrypoint empty for none
 * @param cmd empty for none
 * @param env {@code NAME=value}, in the image's order
 * @param user {@code user[:group]}, empty for root
 * @param workingDir empty for {@code /}
 * @param volumes paths in the container, sorted
 * @param exposedPorts {@code port[/protocol]}, sorted
 * @param stopSignal {@code SIGTERM} or a number, null for the default
 */
public record ImageConfig(
        List<String> entrypoint,
        List<String> cmd,
        List<String> env,
        String user,
        String workingDir,
        List<String> volumes,
        List<String> exposedPorts,
        @Nullable String stopSignal,
        @Nullable HealthCheck healthcheck,
        Map<String, String> labels) {
    /** What an image without a configuration says: nothing. */
    public static final ImageConfig EMPTY =
            new ImageConfig(List.of(), List.of(), List.of(), "", "", List.of(), List.of(), null, null, Map.of());

    public ImageConfig {
        entrypoint = List.copyOf(entrypoint);
        cmd = List.copyOf(cmd);
        env = List.copyOf(env);
        volumes = List.copyOf(volumes);
        exposedPorts = List.copyOf(exposedPorts);
        labels = Map.copyOf(labels);
    }

    /**
     * Docker's health check; times in nanoseconds, 0 for docker's defaults.
     *
     * @param test {@code NONE}, {@code CMD} and its words, or {@code CMD-SHELL} and one line; empty to inherit
     */
    public record HealthCheck(
            List<String> test, long interval, long timeout, long startPeriod, long startInterval, int retries) {
        public HealthCheck {
            test = List.copyOf(test);
        }
    }
}
