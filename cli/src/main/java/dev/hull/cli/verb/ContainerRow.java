package dev.hull.cli.verb;

import dev.hull.cli.print.HumanDuration;
import dev.hull.cli.print.ListFormat;
import dev.hull.cli.print.Template;
import dev.hull.cli.value.Instants;
import dev.hull.engine.Container;
import dev.hull.engine.ContainerId;
import dev.hull.engine.ContainerRecord;
import dev.hull.engine.ContainerState;
import dev.hull.engine.ContainerStatus;
import dev.hull.engine.MountPoint;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** A container as {@code ps} lists it: the fields that docker's templates know. */
final class ContainerRow {
    private static final int COMMAND_WIDTH = 20;

    static final ListFormat FORMAT = ListFormat.of(
            "{{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}\t{{.Names}}",
            "ID",
            "CONTAINER ID",
            "Names",
            "NAMES",
            "Image",
            "IMAGE",
            "Command",
            "COMMAND",
            "CreatedAt",
            "CREATED AT",
            "RunningFor",
            "CREATED",
            "Ports",
            "PORTS",
            "State",
            "STATE",
            "Status",
            "STATUS",
            "Size",
            "SIZE",
            "Labels",
            "LABELS",
            "Mounts",
            "MOUNTS",
            "LocalVolumes",
            "LOCAL VOLUMES");

    /** With {@code --size}. */
    static final ListFormat WITH_SIZE = new ListFormat(FORMAT.headings(), FORMAT.standard() + "\t{{.Size}}");

    private ContainerRow() {}

    /** @param whole nothing is shortened */
    static Map<String, Object> of(Container container, ContainerStatus status, Instant now, boolean whole) {
        ContainerRecord record = container.record();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("ID", whole ? record.id() : ContainerId.shortened(record.id()));
        row.put("Names", record.name());
        row.put("Image", record.image());
        row.put("Command", command(container, whole));
        row.put("CreatedAt", Instants.listed(record.created()));
        row.put("RunningFor", Instants.ago(record.created(), now));
        row.put("Ports", "");
        row.put("State", status.state().word());
        row.put("Status", status(status, now));
        row.put("Labels", labels(record.labels()));
        row.put("Mounts", mounts(record, whole));
        row.put(
                "LocalVolumes",
                String.valueOf(record.mounts().stream()
                        .filter(mount -> mount.type().equals("volume"))
                        .count()));
        row.put("Label", (Template.Method)
                arguments -> record.labels().getOrDefault(String.valueOf(arguments.getFirst()), ""));
        return row;
    }

    private static String command(Container container, boolean whole) {
        String words = String.join(" ", container.command());
        if (!whole && words.codePointCount(0, words.length()) > COMMAND_WIDTH) {
            words = words.substring(0, words.offsetByCodePoints(0, COMMAND_WIDTH - 1)) + "\u2026";
        }
        return '"' + words + '"';
    }

    private static String labels(Map<String, String> labels) {
        StringJoiner joined = new StringJoiner(",");
        labels.forEach((name, value) -> joined.add(name + "=" + value));
        return joined.toString();
    }

    private static String mounts(ContainerRecord record, boolean whole) {
        StringJoiner joined = new StringJoiner(",");
        for (MountPoint mount : record.mounts()) {
            String name = mount.name().isEmpty() ? mount.source() : mount.name();
            joined.add(whole || name.length() <= 15 ? name : name.substring(0, 14) + "\u2026");
        }
        return joined.toString();
    }

    /** {@code Up 3 minutes}, {@code Exited (0) 2 hours ago}. */
    static String status(ContainerStatus status, Instant now) {
        ContainerState state = status.state();
        return switch (state) {
            case CREATING -> "Being created";
            case CREATED -> "Created";
            case RUNNING -> "Up " + span(status.startedAt(), now);
            case PAUSED -> "Up " + span(status.startedAt(), now) + " (Paused)";
            case RESTARTING -> "Restarting (" + status.exitStatus() + ") " + Instants.ago(status.finishedAt(), now);
            case EXITED -> ("Exited (" + status.exitStatus() + ") " + Instants.ago(status.finishedAt(), now)).strip();
            case LOST -> ("Dead (" + status.exitStatus() + ") " + Instants.ago(status.finishedAt(), now)).strip();
        };
    }

    private static String span(@org.jspecify.annotations.Nullable Instant since, Instant now) {
        return HumanDuration.of(since == null ? 0 : now.getEpochSecond() - since.getEpochSecond());
    }
}
