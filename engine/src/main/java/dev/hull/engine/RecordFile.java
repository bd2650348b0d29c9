package dev.hull.engine;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** {@code DATA/c/ID/hull.json}. */
final class RecordFile {
    static final String FILE = "hull.json";

    private RecordFile() {}

    static void write(Path directory, ContainerRecord record) throws IOException {
        DurableFile.write(
                directory.resolve(FILE),
                RecordWriter.write(record),
                !record.lifecycle().autoRemove());
    }

    static boolean isMissing(Path directory) {
        return !Files.exists(directory.resolve(FILE));
    }

    /**
     * The record in a container's data directory, or null if there is none.
     *
     * @throws HullException.Unsupported if a newer version wrote it
     * @throws HullException.Failed if it is broken
     */
    static @Nullable ContainerRecord read(Path directory) {
        Path file = directory.resolve(FILE);
        JsonObject json = parsed(file);
        if (json == null) {
            return null;
        }
        try {
            int schema = json.get("schema").getAsInt();
            if (schema > ContainerRecord.SCHEMA) {
                throw new HullException.Unsupported(
                        "read",
                        file.toString(),
                        "its schema is " + schema + ", this version knows up to " + ContainerRecord.SCHEMA,
                        "use the newer hull that wrote it");
            }
            return new RecordReader(json).record();
        } catch (RuntimeException e) {
            if (e instanceof HullException) {
                throw e;
            }
            throw broken(file, e);
        }
    }

    /** The name alone: for whoever only rebuilds the names, of whatever schema the record is. */
    static @Nullable String nameIn(Path directory) {
        JsonObject json = parsed(directory.resolve(FILE));
        return json == null || !json.has("name") ? null : json.get("name").getAsString();
    }

    private static @Nullable JsonObject parsed(Path file) {
        try {
            return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return null;
        } catch (IOException e) {
            throw HullException.of("read", file.toString(), e);
        } catch (JsonParseException | IllegalStateException e) {
            throw broken(file, e);
        }
    }

    private static HullException broken(Path file, RuntimeException cause) {
        return new HullException.Failed(
                "read",
                file.toString(),
                "it is no record of a container: " + cause.getMessage(),
                "restore it, or remove its directory to forget the container");
    }
}
