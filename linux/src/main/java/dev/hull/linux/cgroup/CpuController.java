package dev.hull.linux.cgroup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bandwidth and weight of a cgroup's cpu time. Source: {@code sched-bwc.rst} and {@code cgroup-v2.rst} of the kernel. */
public final class CpuController {
    private static final long MIN_SHARES = 2;
    private static final long MAX_SHARES = 262144;

    private final Place place;
    private final boolean v2;

    CpuController(Place place) {
        this.place = place;
        this.v2 = place.hierarchy().isV2();
    }

    /** The relative weight as v1 counts: 2 to 262144, 1024 is the default. */
    public CgroupAct.Write shares(long shares) {
        if (shares < MIN_SHARES || shares > MAX_SHARES) {
            throw new IllegalArgumentException("cpu shares are 2 to 262144, not " + shares);
        }
        return v2
                ? new CgroupAct.Write(place.file("cpu.weight"), Long.toString(weight(shares)))
                : new CgroupAct.Write(place.file("cpu.shares"), Long.toString(shares));
    }

    /**
     * v1's shares as v2's weight, 1 to 10000: both defaults (1024 and 100) and both ends meet, between them runs
     * log10(weight) = (log2(shares)^2 + 125 log2(shares)) / 612 - 7 / 34. That is the conversion of today's OCI
     * runtimes; the linear one before it made the default of 1024 a weight of 39.
     */
    static long weight(long shares) {
        double l = Math.log((double) shares) / Math.log(2);
        double weight = Math.ceil(Math.pow(10, (l * l + 125 * l) / 612.0 - 7.0 / 34.0));
        return Math.clamp((long) weight, 1, 10000);
    }

    /**
     * How much cpu time it gets in each period, in microseconds.
     *
     * @param quota at least 1000, -1 for no limit, null to leave it as it is
     * @param period 1000 to 1000000, null to leave it as it is
     */
    public List<CgroupAct.Write> bandwidth(@Nullable Long quota, @Nullable Long period) throws IOException {
        if (quota != null && quota != -1 && quota < 1000) {
            throw new IllegalArgumentException("a cpu quota is at least 1000 microseconds, not " + quota);
        }
        if (period != null && (period < 1000 || period > 1_000_000)) {
            throw new IllegalArgumentException("a cpu period is 1000 to 1000000 microseconds, not " + period);
        }
        List<CgroupAct.Write> writes = new ArrayList<>();
        if (v2) {
            if (quota != null || period != null) {
                String first = quota == null ? currentQuota() : quota < 0 ? "max" : quota.toString();
                writes.add(new CgroupAct.Write(place.file("cpu.max"), period == null ? first : first + " " + period));
            }
            return writes;
        }
        if (period != null) {
            writes.add(new CgroupAct.Write(place.file("cpu.cfs_period_us"), period.toString()));
        }
        if (quota != null) {
            writes.add(new CgroupAct.Write(place.file("cpu.cfs_quota_us"), quota.toString()));
        }
        return writes;
    }

    /** A period cannot be written to cpu.max without a quota before it: the one of a live cgroup is kept. */
    private String currentQuota() throws IOException {
        String file = place.file("cpu.max");
        if (!CgroupHierarchies.exists(file)) {
            return "max";
        }
        return CgroupHierarchies.split(ControlFile.readLine(file), ' ').getFirst();
    }

    /** Time for real-time tasks in a period, microseconds; v1 only: {@link MissingControllerException} on v2. */
    public List<CgroupAct.Write> realtime(@Nullable Long runtime, @Nullable Long period) {
        if (v2) {
            throw new MissingControllerException(
                    Controller.CPU, "the cgroup controller \"cpu\" of cgroup v2 does not limit real-time tasks");
        }
        List<CgroupAct.Write> writes = new ArrayList<>();
        if (period != null) {
            writes.add(new CgroupAct.Write(place.file("cpu.rt_period_us"), period.toString()));
        }
        if (runtime != null) {
            writes.add(new CgroupAct.Write(place.file("cpu.rt_runtime_us"), runtime.toString()));
        }
        return writes;
    }
}
