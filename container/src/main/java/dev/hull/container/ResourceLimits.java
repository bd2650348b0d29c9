package dev.hull.container;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Limits of the container's cgroup. Null: no limit of its own. Sizes in bytes, times in microseconds.
 *
 * @param cgroupParent path of the parent below the cgroup root; null for Hull's own tree
 * @param memory hard limit, at least 6 MiB
 * @param memorySwap memory and swap together, -1 for unlimited swap; null for twice the memory
 * @param memoryReservation soft limit
 * @param memorySwappiness 0..100
 * @param oomKillDisable the OOM killer leaves the container alone (v1 only)
 * @param nanoCpus billionths of a CPU, {@code --cpus}
 * @param cpuShares relative weight, 2..262144
 * @param cpuQuota of CPU time a period
 * @param cpuPeriod 1000..1000000
 * @param cpuRealtimePeriod v1 only
 * @param cpuRealtimeRuntime v1 only
 * @param cpusetCpus cpuset(7)'s list format
 * @param cpusetMems cpuset(7)'s list format
 * @param pidsLimit -1 or 0 for none
 * @param blkioWeight 10..1000
 * @param blkioWeightDevices weight 10..1000 of one device
 * @param deviceReadBps bytes a second
 * @param deviceWriteBps bytes a second
 * @param deviceReadIops operations a second
 * @param deviceWriteIops operations a second
 */
public record ResourceLimits(
        @Nullable String cgroupParent,
        @Nullable Long memory,
        @Nullable Long memorySwap,
        @Nullable Long memoryReservation,
        @Nullable Integer memorySwappiness,
        boolean oomKillDisable,
        @Nullable Long nanoCpus,
        @Nullable Long cpuShares,
        @Nullable Long cpuQuota,
        @Nullable Long cpuPeriod,
        @Nullable Long cpuRealtimePeriod,
        @Nullable Long cpuRealtimeRuntime,
        @Nullable String cpusetCpus,
        @Nullable String cpusetMems,
        @Nullable Long pidsLimit,
        @Nullable Integer blkioWeight,
        List<ThrottleDevice> blkioWeightDevices,
        List<ThrottleDevice> deviceReadBps,
        List<ThrottleDevice> deviceWriteBps,
        List<ThrottleDevice> deviceReadIops,
        List<ThrottleDevice> deviceWriteIops) {
    public ResourceLimits {
        blkioWeightDevices = List.copyOf(blkioWeightDevices);
        deviceReadBps = List.copyOf(deviceReadBps);
        deviceWriteBps = List.copyOf(deviceWriteBps);
        deviceReadIops = List.copyOf(deviceReadIops);
        deviceWriteIops = List.copyOf(deviceWriteIops);
    }
}
