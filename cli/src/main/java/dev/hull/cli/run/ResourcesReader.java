package dev.hull.cli.run;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.option.Arguments;
import dev.hull.cli.value.Sizes;
import dev.hull.container.ResourceLimits;
import dev.hull.container.ThrottleDevice;
import java.util.function.ToLongFunction;

/** Limits of the cgroup. */
public final class ResourcesReader {
    private final RequestReader reader;

    ResourcesReader(RequestReader reader) {
        this.reader = reader;
    }

    /** The limits alone, for {@code update}; what is not on the command line is null. */
    public static ResourceLimits limits(Arguments arguments, Invocation invocation) {
        RequestReader request = RequestReader.empty(arguments, invocation);
        new ResourcesReader(request).read();
        return request.request.build().resources();
    }

    void read() {
        memory();
        cpu();
        reader.text("pids-limit", text -> reader.request.pidsLimit(Sizes.number(text)));
        reader.text("blkio-weight", text -> {
            int weight = Sizes.number(text, 0, 1000);
            if (weight != 0) {
                reader.request.blkioWeight(weight);
            }
        });
        reader.each("blkio-weight-device", text -> reader.request.blkioWeightDevice(device(text, Sizes::number)));
        reader.each("device-read-bps", text -> reader.request.deviceReadBps(device(text, Sizes::bytes)));
        reader.each("device-write-bps", text -> reader.request.deviceWriteBps(device(text, Sizes::bytes)));
        reader.each("device-read-iops", text -> reader.request.deviceReadIops(device(text, Sizes::number)));
        reader.each("device-write-iops", text -> reader.request.deviceWriteIops(device(text, Sizes::number)));
        reader.text("cgroup-parent", reader.request::cgroupParent);
    }

    private void memory() {
        reader.text("memory", text -> reader.request.memory(Sizes.bytes(text)));
        reader.text("memory-swap", text -> reader.request.memorySwap(Sizes.bytesOrUnlimited(text)));
        reader.text("memory-reservation", text -> reader.request.memoryReservation(Sizes.bytes(text)));
        reader.text("memory-swappiness", text -> {
            int swappiness = Sizes.number(text, -1, 100);
            if (swappiness >= 0) {
                reader.request.memorySwappiness(swappiness);
            }
        });
        reader.flag("oom-kill-disable", reader.request::oomKillDisable);
    }

    private void cpu() {
        reader.text("cpus", text -> reader.request.nanoCpus(Sizes.nanoCpus(text)));
        reader.text("cpu-shares", text -> reader.request.cpuShares(Sizes.number(text)));
        reader.text("cpu-period", text -> reader.request.cpuPeriod(Sizes.number(text)));
        reader.text("cpu-quota", text -> reader.request.cpuQuota(Sizes.number(text)));
        reader.text("cpu-rt-period", text -> reader.request.cpuRealtimePeriod(Sizes.number(text)));
        reader.text("cpu-rt-runtime", text -> reader.request.cpuRealtimeRuntime(Sizes.number(text)));
        reader.text("cpuset-cpus", reader.request::cpusetCpus);
        reader.text("cpuset-mems", reader.request::cpusetMems);
    }

    /** {@code DEVICE:VALUE}. */
    private static ThrottleDevice device(String text, ToLongFunction<String> value) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || !text.startsWith("/")) {
            throw new IllegalArgumentException("PATH:VALUE is expected");
        }
        return new ThrottleDevice(text.substring(0, colon), value.applyAsLong(text.substring(colon + 1)));
    }
}
