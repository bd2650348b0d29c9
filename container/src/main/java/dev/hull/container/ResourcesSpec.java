package dev.hull.container;

import dev.hull.container.device.DeviceRule;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The runtime-spec's {@code linux.resources}: what the container's cgroup allows. Null: no limit of its own.
 *
 * @param devices the device rules, the last that matches decides
 * @param pids -1 for no limit
 * @param unified cgroup v2 files and what is written to them
 */
public record ResourcesSpec(
        List<DeviceRule> devices,
        @Nullable Memory memory,
        @Nullable Cpu cpu,
        @Nullable Long pids,
        @Nullable BlockIo blockIO,
        Map<String, String> unified) {
    public static final ResourcesSpec NONE = new ResourcesSpec(List.of(), null, null, null, null, Map.of());

    public ResourcesSpec {
        devices = List.copyOf(devices);
        unified = Collections.unmodifiableMap(new LinkedHashMap<>(unified));
    }

    /**
     * The same with other limits: what they do not name stays.
     *
     * @throws IllegalArgumentException if they contradict each other
     */
    public ResourcesSpec changedBy(ResourceLimits limits) {
        ResourcesSpec asked = SpecResources.of(limits, devices);
        return new ResourcesSpec(
                devices,
                changed(memory, asked.memory),
                changed(cpu, asked.cpu),
                asked.pids == null ? pids : asked.pids,
                asked.blockIO == null ? blockIO : asked.blockIO,
                unified);
    }

    private static @Nullable Memory changed(@Nullable Memory old, @Nullable Memory asked) {
        if (old == null || asked == null) {
            return asked == null ? old : asked;
        }
        return new Memory(
                asked.limit == null ? old.limit : asked.limit,
                asked.reservation == null ? old.reservation : asked.reservation,
                asked.swap == null ? old.swap : asked.swap,
                asked.swappiness == null ? old.swappiness : asked.swappiness,
                asked.disableOOMKiller || old.disableOOMKiller);
    }

    private static @Nullable Cpu changed(@Nullable Cpu old, @Nullable Cpu asked) {
        if (old == null || asked == null) {
            return asked == null ? old : asked;
        }
        return new Cpu(
                asked.shares == null ? old.shares : asked.shares,
                asked.quota == null ? old.quota : asked.quota,
                asked.period == null ? old.period : asked.period,
                asked.realtimeRuntime == null ? old.realtimeRuntime : asked.realtimeRuntime,
                asked.realtimePeriod == null ? old.realtimePeriod : asked.realtimePeriod,
                asked.cpus == null ? old.cpus : asked.cpus,
                asked.mems == null ? old.mems : asked.mems);
    }

    /** Sizes in bytes, -1 for no limit. */
    public record Memory(
            @Nullable Long limit,
            @Nullable Long reservation,
            @Nullable Long swap,
            @Nullable Long swappiness,
            boolean disableOOMKiller) {}

    /** Times in microseconds. */
    public record Cpu(
            @Nullable Long shares,
            @Nullable Long quota,
            @Nullable Long period,
            @Nullable Long realtimeRuntime,
            @Nullable Long realtimePeriod,
            @Nullable String cpus,
            @Nullable String mems) {}

    /** Weights 10..1000; rates in bytes or operations a second. */
    public record BlockIo(
            @Nullable Integer weight,
            List<WeightDevice> weightDevice,
            List<Throttle> throttleReadBpsDevice,
            List<Throttle> throttleWriteBpsDevice,
            List<Throttle> throttleReadIOPSDevice,
            List<Throttle> throttleWriteIOPSDevice) {
        public BlockIo {
            weightDevice = List.copyOf(weightDevice);
            throttleReadBpsDevice = List.copyOf(throttleReadBpsDevice);
            throttleWriteBpsDevice = List.copyOf(throttleWriteBpsDevice);
            throttleReadIOPSDevice = List.copyOf(throttleReadIOPSDevice);
            throttleWriteIOPSDevice = List.copyOf(throttleWriteIOPSDevice);
        }
    }

    /** The weight of one block device. */
    public record WeightDevice(long major, long minor, int weight) {}

    /** The rate of one block device. */
    public record Throttle(long major, long minor, long rate) {}
}
