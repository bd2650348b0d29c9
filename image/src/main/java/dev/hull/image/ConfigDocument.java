package dev.hull.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An image configuration as the OCI image-spec writes it (config.md), read and written.
 *
 * @param diffIds the layers' digests, uncompressed, the lowest first
 */
record ConfigDocument(Platform platform, ImageConfig config, List<Digest> diffIds) {
    static ConfigDocument of(Json json) {
        Platform platform =
                new Platform(json.requiredText("os"), json.requiredText("architecture"), json.text("variant", ""));
        Json rootfs = json.object("rootfs");
        if (rootfs.has("type") && !rootfs.requiredText("type").equals("layers")) {
            throw new ImageException("read image configuration", "rootfs", "its type is not \"layers\"", "");
        }
        List<Digest> diffIds = new ArrayList<>();
        for (String diffId : rootfs.texts("diff_ids")) {
            diffIds.add(Digest.parse(diffId));
        }
        return new ConfigDocument(platform, config(json.object("config")), diffIds);
    }

    private static ImageConfig config(Json json) {
        return new ImageConfig(
                json.texts("Entrypoint"),
                json.texts("Cmd"),
                json.texts("Env"),
                json.text("User", ""),
                json.text("WorkingDir", ""),
                sorted(json.object("Volumes")),
                sorted(json.object("ExposedPorts")),
                json.text("StopSignal"),
                json.has("Healthcheck") ? healthCheck(json.object("Healthcheck")) : null,
                json.textMap("Labels"));
    }

    private static List<String> sorted(Json set) {
        return List.copyOf(new TreeSet<>(set.keys()));
    }

    private static ImageConfig.HealthCheck healthCheck(Json json) {
        return new ImageConfig.HealthCheck(
                json.texts("Test"),
                json.number("Interval", 0),
                json.number("Timeout", 0),
                json.number("StartPeriod", 0),
                json.number("StartInterval", 0),
                (int) json.number("Retries", 0));
    }

    /** As {@link #of} reads it. */
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("os", platform.os());
        map.put("architecture", platform.architecture());
        map.put("variant", platform.variant());
        map.put(
                "rootfs",
                Map.of("diff_ids", diffIds.stream().map(Digest::toString).toList()));
        map.put("config", configMap());
        return map;
    }

    private Map<String, Object> configMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("Entrypoint", config.entrypoint());
        map.put("Cmd", config.cmd());
        map.put("Env", config.env());
        map.put("User", config.user());
        map.put("WorkingDir", config.workingDir());
        map.put("Volumes", set(config.volumes()));
        map.put("ExposedPorts", set(config.exposedPorts()));
        put(map, "StopSignal", config.stopSignal());
        put(map, "Healthcheck", healthCheckMap(config.healthcheck()));
        map.put("Labels", new TreeMap<>(config.labels()));
        return map;
    }

    private static void put(Map<String, Object> map, String key, @Nullable Object value) {
        if (value != null) {
            map.put(key, value);
        }
    }

    private static Map<String, Object> set(List<String> keys) {
        Map<String, Object> set = new LinkedHashMap<>();
        keys.forEach(key -> set.put(key, Map.of()));
        return set;
    }

    private static @Nullable Map<String, Object> healthCheckMap(ImageConfig.@Nullable HealthCheck check) {
        if (check == null) {
            return null;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("Test", check.test());
        map.put("Interval", check.interval());
        map.put("Timeout", check.timeout());
        map.put("StartPeriod", check.startPeriod());
        map.put("StartInterval", check.startInterval());
        map.put("Retries", check.retries());
        return map;
    }
}
