package dev.hull.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonWriter;
import dev.hull.container.HealthCheck;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes {@code hull.json}, token by token: Gson's reflection would cost a cold start more than the file. */
final class RecordWriter {
    private final StringWriter text = new StringWriter(1024);
    private final JsonWriter json = new JsonWriter(text);

    private RecordWriter() {}

    static byte[] write(ContainerRecord record) throws IOException {
        RecordWriter writer = new RecordWriter();
        writer.json.setSerializeNulls(false);
        writer.record(record);
        return JsonText.utf8(writer.text.append('\n').toString());
    }

    private void record(ContainerRecord record) throws IOException {
        json.beginObject();
        json.name("schema").value(ContainerRecord.SCHEMA);
        json.name("id").value(record.id());
        json.name("name").value(record.name());
        json.name("created").value(record.created().toString());
        json.name("preset").value(record.preset().name());
        json.name("image").value(record.image());
        json.name("imageId").value(record.imageId());
        strings("command", record.command());
        layers(record.layers());
        strings("labels", record.labels());
        mounts(record.mounts());
        streams(record.streams());
        lifecycle(record.lifecycle());
        json.name("log").beginObject();
        json.name("driver").value(record.log().driver());
        json.name("maxBytes").value(record.log().maxBytes());
        json.name("maxSegments").value(record.log().maxSegments());
        json.endObject();
        health(record.health());
        json.name("hostConfig");
        element(record.hostConfig());
        json.endObject();
    }

    private void layers(List<ContainerRecord.Lower> layers) throws IOException {
        json.name("layers").beginArray();
        for (ContainerRecord.Lower layer : layers) {
            json.beginObject().name("tree").value(layer.tree());
            strings("opaque", layer.opaque());
            json.endObject();
        }
        json.endArray();
    }

    private void mounts(List<MountPoint> mounts) throws IOException {
        json.name("mounts").beginArray();
        for (MountPoint mount : mounts) {
            json.beginObject();
            json.name("type").value(mount.type());
            json.name("name").value(mount.name());
            json.name("source").value(mount.source());
            json.name("target").value(mount.target());
            json.name("writable").value(mount.writable());
            json.name("anonymous").value(mount.anonymous());
            json.endObject();
        }
        json.endArray();
    }

    private void streams(ContainerRecord.Streams streams) throws IOException {
        json.name("streams").beginObject();
        json.name("tty").value(streams.tty());
        json.name("interactive").value(streams.interactive());
        json.name("stdin").value(streams.stdin());
        json.name("stdout").value(streams.stdout());
        json.name("stderr").value(streams.stderr());
        json.name("signalProxy").value(streams.signalProxy());
        json.name("detachKeys").value(streams.detachKeys());
        json.endObject();
    }

    private void lifecycle(ContainerRecord.Lifecycle lifecycle) throws IOException {
        json.name("lifecycle").beginObject();
        json.name("autoRemove").value(lifecycle.autoRemove());
        json.name("keepWrites").value(lifecycle.keepWrites());
        json.name("restart").value(lifecycle.restart().kind().name());
        json.name("restartMaximum").value(lifecycle.restart().maximum());
        json.name("stopSignal").value(lifecycle.stopSignal());
        json.name("stopTimeout").value(lifecycle.stopTimeout());
        json.name("pidFile").value(lifecycle.pidFile());
        json.endObject();
    }

    private void health(@Nullable HealthCheck health) throws IOException {
        if (health == null) {
            return;
        }
        json.name("health").beginObject();
        if (health.test() != null) {
            strings("test", health.test());
        }
        json.name("interval").value(health.interval());
        json.name("timeout").value(health.timeout());
        json.name("startPeriod").value(health.startPeriod());
        json.name("startInterval").value(health.startInterval());
        json.name("retries").value(health.retries());
        json.endObject();
    }

    private void strings(String name, List<String> values) throws IOException {
        json.name(name).beginArray();
        for (String value : values) {
            json.value(value);
        }
        json.endArray();
    }

    private void strings(String name, Map<String, String> values) throws IOException {
        json.name(name).beginObject();
        for (Map.Entry<String, String> entry : values.entrySet()) {
            json.name(entry.getKey()).value(entry.getValue());
        }
        json.endObject();
    }

    /** A tree of Gson's, without the adapters that Gson itself would load for it. */
    private void element(JsonElement element) throws IOException {
        if (element instanceof JsonObject object) {
            json.beginObject();
            for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
                json.name(entry.getKey());
                element(entry.getValue());
            }
            json.endObject();
        } else if (element.isJsonArray()) {
            json.beginArray();
            for (JsonElement each : element.getAsJsonArray()) {
                element(each);
            }
            json.endArray();
        } else if (element instanceof JsonPrimitive primitive && primitive.isBoolean()) {
            json.value(primitive.getAsBoolean());
        } else if (element instanceof JsonPrimitive primitive && primitive.isNumber()) {
            json.value(primitive.getAsNumber());
        } else if (element.isJsonNull()) {
            json.nullValue();
        } else {
            json.value(element.getAsString());
        }
    }
}
