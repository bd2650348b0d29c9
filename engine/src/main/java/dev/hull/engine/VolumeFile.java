package dev.hull.engine;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code DATA/volumes/NAME/volume.json}. */
final class VolumeFile {
    private static final String FILE = "volume.json";
    private static final int SCHEMA = 1;

    private VolumeFile() {}

    static void write(Path directory, Volume volume) throws IOException {
        StringWriter text = new StringWriter(128);
        JsonWriter json = new JsonWriter(text);
        json.beginObject();
        json.name("schema").value(SCHEMA);
        json.name("created").value(volume.created().toString());
        json.name("anonymous").value(volume.anonymous());
        json.name("labels").beginObject();
        for (Map.Entry<String, String> label : volume.labels().entrySet()) {
            json.name(label.getKey()).value(label.getValue());
        }
        json.endObject().endObject();
        DurableFile.replace(
                directory.resolve(FILE), JsonText.utf8(text.append('\n').toString()));
    }

    /** The volume in that directory, or null if there is none. */
    static @Nullable Volume read(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            int schema = json.get("schema").getAsInt();
            if (schema > SCHEMA) {
                throw new HullException.Unsupported(
                        "read",
                        file.toString(),
                        "its schema is " + schema + ", this version knows up to " + SCHEMA,
                        "use the newer hull that wrote it");
            }
            return new Volume(
                    directory.getFileName().toString(),
                    Instant.parse(json.get("created").getAsString()),
                    json.get("anonymous").getAsBoolean(),
                    RecordReader.strings(json.getAsJsonObject("labels")),
                    directory.resolve(Volume.DATA));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return null;
        } catch (IOException e) {
            throw HullException.of("read", file.toString(), e);
        } catch (JsonParseException | IllegalStateException | NullPointerException e) {
            throw new HullException.Failed(
                    "read", file.toString(), "it describes no volume: " + e.getMessage(), "restore or remove it");
        }
    }
}
