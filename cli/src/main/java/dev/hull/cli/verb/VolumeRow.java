package dev.hull.cli.verb;

import dev.hull.cli.print.ListFormat;
import dev.hull.cli.print.Template;
import dev.hull.engine.Volume;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A volume as {@code volume ls} lists it and {@code volume inspect} shows it. */
final class VolumeRow {
    static final ListFormat FORMAT = ListFormat.of(
            "{{.Driver}}\t{{.Name}}",
            "Driver",
            "DRIVER",
            "Name",
            "VOLUME NAME",
            "Scope",
            "SCOPE",
            "Mountpoint",
            "MOUNTPOINT",
            "Labels",
            "LABELS");

    private VolumeRow() {}

    static Map<String, Object> of(Volume volume) {
        StringJoiner labels = new StringJoiner(",");
        volume.labels().forEach((name, value) -> labels.add(name + "=" + value));
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Driver", "local");
        row.put("Name", volume.name());
        row.put("Scope", "local");
        row.put("Mountpoint", volume.data().toString());
        row.put("Labels", labels.toString());
        row.put("Label", (Template.Method)
                arguments -> volume.labels().getOrDefault(String.valueOf(arguments.getFirst()), ""));
        return row;
    }

    static Map<String, @Nullable Object> document(Volume volume) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("CreatedAt", volume.created().toString());
        document.put("Driver", "local");
        document.put("Labels", volume.labels());
        document.put("Mountpoint", volume.data().toString());
        document.put("Name", volume.name());
        document.put("Anonymous", volume.anonymous());
        document.put("Options", Map.of());
        document.put("Scope", "local");
        return document;
    }
}
