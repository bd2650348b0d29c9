package dev.hull.linux.cgroup;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Counts of a cgroup's cpu time. */
public final class CpuAccounting {
    private static final long NANOS_PER_MICRO = 1000;

    private final Place place;
    private final @Nullable Place bandwidth;

    CpuAccounting(Place place, @Nullable Place bandwidth) {
        this.place = place;
        this.bandwidth = bandwidth;
    }

    public CpuUsage usage() throws IOException {
        return place.hierarchy().isV2() ? usageV2() : usageV1();
    }

    private CpuUsage usageV2() throws IOException {
        String stat = ControlFile.read(place.file("cpu.stat"));
        return new CpuUsage(
                ControlFile.keyed(stat, "usage_usec") * NANOS_PER_MICRO,
                ControlFile.keyed(stat, "user_usec") * NANOS_PER_MICRO,
                ControlFile.keyed(stat, "system_usec") * NANOS_PER_MICRO,
                ControlFile.keyed(stat, "nr_periods"),
                ControlFile.keyed(stat, "nr_throttled"),
                ControlFile.keyed(stat, "throttled_usec") * NANOS_PER_MICRO);
    }

    private CpuUsage usageV1() throws IOException {
        String throttling = bandwidth == null ? "" : ControlFile.read(bandwidth.file("cpu.stat"));
        return new CpuUsage(
                ControlFile.number(place.file("cpuacct.usage")),
                ControlFile.number(place.file("cpuacct.usage_user")),
                ControlFile.number(place.file("cpuacct.usage_sys")),
                ControlFile.keyed(throttling, "nr_periods"),
                ControlFile.keyed(throttling, "nr_throttled"),
                ControlFile.keyed(throttling, "throttled_time"));
    }
}
