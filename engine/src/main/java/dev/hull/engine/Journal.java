package dev.hull.engine;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Appends to {@code DATA/events}. A line is one write(2) with O_APPEND: lines of many processes never mix, and its
 * place in the file orders it.
 */
final class Journal {
    private final Directories directories;
    private final Clock clock;

    Journal(Directories directories, Clock clock) {
        this.directories = directories;
        this.clock = clock;
    }

    Path file() {
        return directories.events();
    }

    void container(String action, ContainerRecord record, Map<String, String> more) {
        Map<String, String> attributes = attributes(record);
        attributes.putAll(more);
        append("container", action, record.id(), attributes);
    }

    void volume(String action, String name, Map<String, String> attributes) {
        append("volume", action, name, attributes);
    }

    /** What docker's events tell of a container: its labels, its image, its name. */
    static Map<String, String> attributes(ContainerRecord record) {
        Map<String, String> attributes = new LinkedHashMap<>(record.labels());
        attributes.put("image", record.image());
        attributes.put("name", record.name());
        return attributes;
    }

    private void append(String type, String action, String id, Map<String, String> attributes) {
        byte[] line = EventLine.write(clock.instant(), Owner.bootId(), type, action, id, attributes);
        try {
            Directories.make(directories.data());
            try (FileOutputStream out = new FileOutputStream(file().toString(), true)) {
                out.write(line);
            }
        } catch (IOException e) {
            throw HullException.of("append to", file().toString(), e);
        }
    }
}
