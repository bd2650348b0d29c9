package dev.hull.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.hull.container.HealthCheck;
import dev.hull.container.Preset;
import dev.hull.container.RestartPolicy;
import dev.hull.launch.KeeperSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordFileTest {
    @TempDir
    Path directory;

    static ContainerRecord record(String id, String name) {
        JsonObject hostConfig = new JsonObject();
        hostConfig.addProperty("Memory", 1 << 30);
        return new ContainerRecord(
                id,
                name,
                Instant.parse("2026-01-02T03:04:05.678901234Z"),
                Preset.CONTAINER,
                "./image",
                "dir:/image",
                List.of("sh", "-c", "a \"b\" \uDCFF \u00e4 \uD83D\uDE00"),
                List.of(new ContainerRecord.Lower("/image", List.of("", "a/b"))),
                Map.of("k", "v"),
                List.of(new MountPoint("volume", "data", "/v/_data", "/data", false, true)),
                new ContainerRecord.Streams(true, false, false, true, true, true, null),
                new ContainerRecord.Lifecycle(
                        false, true, new RestartPolicy(KeeperSettings.Restart.ON_FAILURE, 3), 15, -1, "/p"),
                new ContainerRecord.Log("json-file", 10_000_000, 3),
                new HealthCheck(List.of("CMD", "true"), 5L, null, null, null, 2),
                hostConfig);
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        ContainerRecord record = record("0".repeat(64), "web");
        RecordFile.write(directory, record);
        assertThat(RecordFile.read(directory)).isEqualTo(record);
        assertThat(Records.list(directory)).containsExactly(RecordFile.FILE);
    }

    @Test
    void refusesANewerSchemaAndTouchesNothing() throws IOException {
        RecordFile.write(directory, record("0".repeat(64), "web"));
        Path file = directory.resolve(RecordFile.FILE);
        String newer = Files.readString(file).replace("\"schema\":1", "\"schema\":2");
        Files.writeString(file, newer);
        assertThatThrownBy(() -> RecordFile.read(directory))
                .isInstanceOf(HullException.Unsupported.class)
                .hasMessageContaining("schema is 2")
                .hasMessageContaining(file.toString());
        assertThat(Files.readString(file)).isEqualTo(newer);
        assertThat(RecordFile.nameIn(directory)).isEqualTo("web");
    }

    @Test
    void saysWhichFileIsBroken() throws IOException {
        Files.writeString(directory.resolve(RecordFile.FILE), "{\"schema\":1,\"id\":");
        assertThatThrownBy(() -> RecordFile.read(directory))
                .isInstanceOf(HullException.Failed.class)
                .hasMessageContaining(directory.resolve(RecordFile.FILE).toString());
    }

    @Test
    void hasNoRecordWhereThereIsNoFile() {
        assertThat(RecordFile.read(directory)).isNull();
        assertThat(RecordFile.read(directory.resolve("absent"))).isNull();
    }
}
