package dev.hull.container;

import dev.hull.container.ResourcesSpec.BlockIo;
import dev.hull.container.ResourcesSpec.Cpu;
import dev.hull.container.ResourcesSpec.Memory;
import dev.hull.container.ResourcesSpec.Throttle;
import dev.hull.container.ResourcesSpec.WeightDevice;
import dev.hull.container.device.DeviceNode;
import dev.hull.container.device.DeviceRule;
import dev.hull.container.device.HostDevices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The limits of a specification, with docker's meaning of the options. */
final class SpecResources {
    private static final long LEAST_MEMORY = 6 << 20;
    private static final long PERIOD = 100_000;
    private static final long NANOS_PER_CPU = 1_000_000_000;

    private SpecResources() {}

    static ResourcesSpec of(RunRequest request, List<DeviceRule> devices) {
        return of(request.resources(), devices);
    }

    static ResourcesSpec of(ResourceLimits limits, List<DeviceRule> devices) {
        Long pids = limits.pidsLimit();
        return new ResourcesSpec(
                devices,
                memory(limits),
                cpu(limits),
                pids == null ? null : pids <= 0 ? Long.valueOf(-1) : pids,
                blockIo(limits),
                Map.of());
    }

    private static @Nullable Memory memory(ResourceLimits limits) {
        Long limit = limits.memory();
        Long swap = limits.memorySwap();
        Integer swappiness = limits.memorySwappiness();
        if (limit == null && swap != null && swap != 0) {
            throw new IllegalArgumentException("--memory-swap needs --memory too");
        }
        if (limit == null && limits.memoryReservation() == null && swappiness == null && !limits.oomKillDisable()) {
            return null;
        }
        if (limit != null && limit < LEAST_MEMORY) {
            throw new IllegalArgumentException("--memory " + limit + ": no program starts in less than 6 MiB");
        }
        if (limit != null && swap != null && swap > 0 && swap < limit) {
            throw new IllegalArgumentException(
                    "--memory-swap " + swap + " is memory and swap together: it cannot be less than --memory " + limit);
        }
        Long reservation = limits.memoryReservation();
        if (limit != null && reservation != null && reservation > limit) {
            throw new IllegalArgumentException(
                    "--memory-reservation " + reservation + " is the soft limit: it cannot be above --memory " + limit);
        }
        return new Memory(
                limit,
                reservation,
                swap(limit, swap),
                swappiness == null ? null : Long.valueOf(swappiness),
                limits.oomKillDisable());
    }

    private static @Nullable Long swap(@Nullable Long limit, @Nullable Long swap) {
        if (limit == null) {
            return null;
        }
        return swap == null || swap == 0 ? Long.valueOf(2 * limit) : swap;
    }

    private static @Nullable Cpu cpu(ResourceLimits limits) {
        Long quota = limits.cpuQuota();
        Long period = limits.cpuPeriod();
        Long nanoCpus = limits.nanoCpus();
        if (nanoCpus != null && nanoCpus != 0) {
            if (quota != null || period != null) {
                throw new IllegalArgumentException(
                        "--cpus says the same as --cpu-quota and --cpu-period: leave one out");
            }
            int processors = Runtime.getRuntime().availableProcessors();
            if (nanoCpus < NANOS_PER_CPU / 100 || nanoCpus > processors * NANOS_PER_CPU) {
                throw new IllegalArgumentException("--cpus is not within 0.01.." + processors + ", the CPUs there are");
            }
            period = PERIOD;
            quota = nanoCpus * PERIOD / NANOS_PER_CPU;
        }
        Cpu cpu = new Cpu(
                limits.cpuShares(),
                quota,
                period,
                limits.cpuRealtimeRuntime(),
                limits.cpuRealtimePeriod(),
                limits.cpusetCpus(),
                limits.cpusetMems());
        return cpu.equals(new Cpu(null, null, null, null, null, null, null)) ? null : cpu;
    }

    private static @Nullable BlockIo blockIo(ResourceLimits limits) {
        Integer weight = limits.blkioWeight();
        BlockIo blockIo = new BlockIo(
                weight == null || weight == 0 ? null : weight,
                weights(limits.blkioWeightDevices()),
                throttles(limits.deviceReadBps()),
                throttles(limits.deviceWriteBps()),
                throttles(limits.deviceReadIops()),
                throttles(limits.deviceWriteIops()));
        return blockIo.equals(new BlockIo(null, List.of(), List.of(), List.of(), List.of(), List.of()))
                ? null
                : blockIo;
    }

    private static List<WeightDevice> weights(List<ThrottleDevice> devices) {
        List<WeightDevice> weights = new ArrayList<>();
        for (ThrottleDevice device : devices) {
            DeviceNode node = blockDevice(device.path());
            weights.add(new WeightDevice(node.major(), node.minor(), Math.toIntExact(device.value())));
        }
        return weights;
    }

    private static List<Throttle> throttles(List<ThrottleDevice> devices) {
        List<Throttle> throttles = new ArrayList<>();
        for (ThrottleDevice device : devices) {
            DeviceNode node = blockDevice(device.path());
            throttles.add(new Throttle(node.major(), node.minor(), device.value()));
        }
        return throttles;
    }

    private static DeviceNode blockDevice(String path) {
        try {
            List<DeviceNode> nodes = HostDevices.read(path, path);
            if (nodes.size() == 1 && nodes.getFirst().type().letter() == 'b') {
                return nodes.getFirst();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalArgumentException(path + " is not a block device: rates and weights are those of a disk");
    }
}
