package dev.hull.container;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happens around the program: before its start, at its end, and what is written down.
 *
 * @param remove the container and its anonymous volumes go when it ends
 * @param restart what the keeper does when the program ends
 * @param stopSignal name or number; null for the image's, else SIGTERM
 * @param stopTimeout seconds until SIGKILL, -1 for never; null for 10
 * @param cidFile gets the id; must not exist
 * @param pidFile gets the pid of the started program
 * @param labels of the container
 * @param annotations of config.json
 * @param logDriver {@code json-file}, {@code local} or {@code none}; null for Hull's log
 * @param logOptions {@code max-size}, {@code max-file}
 * @param health null for the image's
 */
public record LifecycleOptions(
        boolean remove,
        RestartPolicy restart,
        @Nullable String stopSignal,
        @Nullable Integer stopTimeout,
        @Nullable String cidFile,
        @Nullable String pidFile,
        Map<String, String> labels,
        Map<String, String> annotations,
        @Nullable String logDriver,
        Map<String, String> logOptions,
        @Nullable HealthCheck health) {
    public LifecycleOptions {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
        logOptions = Collections.unmodifiableMap(new LinkedHashMap<>(logOptions));
    }
}
