package dev.hull.cli.verb;

import dev.hull.cli.print.HumanSize;
import dev.hull.cli.print.ListFormat;
import dev.hull.engine.Container;
import dev.hull.engine.ContainerId;
import dev.hull.engine.Stats;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A container as {@code stats} lists it. {@code --} stands for what this host does not count. */
final class StatsRow {
    static final ListFormat FORMAT = ListFormat.of(
            "{{.ID}}\t{{.Name}}\t{{.CPUPerc}}\t{{.MemUsage}}\t{{.MemPerc}}\t{{.NetIO}}\t{{.BlockIO}}\t{{.PIDs}}",
            "ID",
            "CONTAINER ID",
            "Container",
            "CONTAINER",
            "Name",
            "NAME",
            "CPUPerc",
            "CPU %",
            "MemUsage",
            "MEM USAGE / LIMIT",
            "MemPerc",
            "MEM %",
            "NetIO",
            "NET I/O",
            "BlockIO",
            "BLOCK I/O",
            "PIDs",
            "PIDS");

    private StatsRow() {}

    /**
     * @param earlier a reading before {@code now}, null for none
     * @param now null for a container that does not run
     */
    static Map<String, Object> of(Container container, @Nullable Stats earlier, @Nullable Stats now, boolean whole) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("ID", whole ? container.id() : ContainerId.shortened(container.id()));
        row.put("Container", container.name());
        row.put("Name", container.name());
        row.put(
                "CPUPerc",
                now == null || now.cpuNanos() < 0 ? "--" : percent(earlier == null ? 0 : now.cpuPercentSince(earlier)));
        row.put(
                "MemUsage",
                now == null || now.memoryBytes() < 0
                        ? "-- / --"
                        : HumanSize.binary(now.memoryBytes()) + " / " + HumanSize.binary(now.memoryLimit()));
        row.put("MemPerc", now == null || now.memoryBytes() < 0 ? "--" : percent(now.memoryPercent()));
        row.put("NetIO", now == null ? "-- / --" : pair(now.networkReceivedBytes(), now.networkSentBytes()));
        row.put("BlockIO", now == null ? "-- / --" : pair(now.blockReadBytes(), now.blockWriteBytes()));
        row.put("PIDs", now == null || now.pids() < 0 ? "--" : String.valueOf(now.pids()));
        return row;
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f%%", value);
    }

    private static String pair(long one, long other) {
        return (one < 0 ? "--" : HumanSize.decimal(one)) + " / " + (other < 0 ? "--" : HumanSize.decimal(other));
    }
}
