package dev.hull.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.hull.container.HealthCheck;
import dev.hull.container.Preset;
import dev.hull.container.RestartPolicy;
import dev.hull.launch.KeeperSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@link RecordWriter} wrote, read back. A property that is missing is a broken record. */
final class RecordReader {
    private final JsonObject json;

    RecordReader(JsonObject json) {
        this.json = json;
    }

    ContainerRecord record() {
        return new ContainerRecord(
                text(json, "id"),
                text(json, "name"),
                Instant.parse(text(json, "created")),
                Preset.valueOf(text(json, "preset")),
                text(json, "image"),
                text(json, "imageId"),
                strings(json.get("command")),
                layers(),
                strings(json.getAsJsonObject("labels")),
                mounts(),
                streams(json.getAsJsonObject("streams")),
                lifecycle(json.getAsJsonObject("lifecycle")),
                log(json.getAsJsonObject("log")),
                json.has("health") ? health(json.getAsJsonObject("health")) : null,
                json.getAsJsonObject("hostConfig"));
    }

    private List<ContainerRecord.Lower> layers() {
        List<ContainerRecord.Lower> layers = new ArrayList<>();
        for (JsonElement element : json.getAsJsonArray("layers")) {
            JsonObject layer = element.getAsJsonObject();
            layers.add(new ContainerRecord.Lower(text(layer, "tree"), strings(layer.get("opaque"))));
        }
        return layers;
    }

    private List<MountPoint> mounts() {
        List<MountPoint> mounts = new ArrayList<>();
        for (JsonElement element : json.getAsJsonArray("mounts")) {
            JsonObject mount = element.getAsJsonObject();
            mounts.add(new MountPoint(
                    text(mount, "type"),
                    text(mount, "name"),
                    text(mount, "source"),
                    text(mount, "target"),
                    flag(mount, "writable"),
                    flag(mount, "anonymous")));
        }
        return mounts;
    }

    private static ContainerRecord.Streams streams(JsonObject streams) {
        return new ContainerRecord.Streams(
                flag(streams, "tty"),
                flag(streams, "interactive"),
                flag(streams, "stdin"),
                flag(streams, "stdout"),
                flag(streams, "stderr"),
                flag(streams, "signalProxy"),
                optional(streams, "detachKeys"));
    }

    private static ContainerRecord.Lifecycle lifecycle(JsonObject lifecycle) {
        return new ContainerRecord.Lifecycle(
                flag(lifecycle, "autoRemove"),
                flag(lifecycle, "keepWrites"),
                new RestartPolicy(
                        KeeperSettings.Restart.valueOf(text(lifecycle, "restart")),
                        lifecycle.get("restartMaximum").getAsInt()),
                lifecycle.get("stopSignal").getAsInt(),
                lifecycle.get("stopTimeout").getAsInt(),
                optional(lifecycle, "pidFile"));
    }

    private static ContainerRecord.Log log(JsonObject log) {
        return new ContainerRecord.Log(
                text(log, "driver"),
                log.get("maxBytes").getAsLong(),
                log.get("maxSegments").getAsInt());
    }

    private static HealthCheck health(JsonObject health) {
        JsonElement retries = health.get("retries");
        return new HealthCheck(
                health.has("test") ? strings(health.get("test")) : null,
                nanoseconds(health, "interval"),
                nanoseconds(health, "timeout"),
                nanoseconds(health, "startPeriod"),
                nanoseconds(health, "startInterval"),
                retries == null ? null : retries.getAsInt());
    }

    private static @Nullable Long nanoseconds(JsonObject object, String name) {
        JsonElement value = object.get(name);
        return value == null ? null : value.getAsLong();
    }

    private static String text(JsonObject object, String name) {
        return object.get(name).getAsString();
    }

    private static @Nullable String optional(JsonObject object, String name) {
        return object.has(name) ? text(object, name) : null;
    }

    private static boolean flag(JsonObject object, String name) {
        return object.get(name).getAsBoolean();
    }

    private static List<String> strings(JsonElement array) {
        List<String> strings = new ArrayList<>();
        for (JsonElement element : array.getAsJsonArray()) {
            strings.add(element.getAsString());
        }
        return strings;
    }

    static Map<String, String> strings(JsonObject object) {
        Map<String, String> strings = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
            strings.put(entry.getKey(), entry.getValue().getAsString());
        }
        return strings;
    }
}
