package dev.hull.container.plan;

import dev.hull.container.ResourcesSpec;
import dev.hull.container.ResourcesSpec.BlockIo;
import dev.hull.container.ResourcesSpec.Cpu;
import dev.hull.container.ResourcesSpec.Memory;
import dev.hull.container.ResourcesSpec.Throttle;
import dev.hull.container.ResourcesSpec.WeightDevice;
import dev.hull.container.device.DeviceEntries;
import dev.hull.container.device.DeviceProgram;
import dev.hull.linux.DeviceNumber;
import dev.hull.linux.cgroup.CgroupAct;
import dev.hull.linux.cgroup.CgroupLayout;
import dev.hull.linux.cgroup.Controller;
import dev.hull.linux.cgroup.CpuController;
import dev.hull.linux.cgroup.CpusetController;
import dev.hull.linux.cgroup.IoController;
import dev.hull.linux.cgroup.MemoryController;
import dev.hull.linux.cgroup.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a specification as acts on the container's cgroups: steps of a start, or performed on a running
 * container by an update.
 */
public final class CgroupLimits {
    private final CgroupLayout cgroups;
    private final List<CgroupAct> acts = new ArrayList<>();

    private CgroupLimits(CgroupLayout cgroups) {
        this.cgroups = cgroups;
    }

    /**
     * The acts, in order.
     *
     * @throws dev.hull.linux.cgroup.MissingControllerException if this host cannot enforce one of the limits
     */
    public static List<CgroupAct> of(ResourcesSpec resources, CgroupLayout cgroups) throws IOException {
        CgroupLimits limits = new CgroupLimits(cgroups);
        limits.memory(resources.memory());
        limits.cpu(resources.cpu());
        Long pids = resources.pids();
        if (pids != null) {
            limits.acts.add(cgroups.pids().max(pids));
        }
        limits.blockIo(resources.blockIO());
        limits.unified(resources.unified());
        return limits.acts;
    }

    /** What puts the device rules into force; nothing where the host has no controller for them. */
    static List<CgroupAct> devices(ResourcesSpec resources, CgroupLayout cgroups) {
        Place place = cgroups.placeOf(Controller.DEVICES);
        if (resources.devices().isEmpty() || place == null) {
            return List.of();
        }
        if (place.hierarchy().isV2()) {
            byte[] program = DeviceProgram.assemble(resources.devices());
            return List.of(new CgroupAct.AttachDeviceProgram(place.directory(), program));
        }
        List<CgroupAct> acts = new ArrayList<>();
        for (DeviceEntries.Entry entry : DeviceEntries.of(resources.devices())) {
            acts.add(new CgroupAct.Write(place.file(entry.file()), entry.text()));
        }
        return acts;
    }

    private void memory(@Nullable Memory memory) throws IOException {
        if (memory == null) {
            return;
        }
        MemoryController controller = cgroups.memory();
        acts.addAll(controller.limits(memory.limit(), memory.swap()));
        Long reservation = memory.reservation();
        if (reservation != null) {
            acts.add(controller.reservation(reservation));
        }
        Long swappiness = memory.swappiness();
        if (swappiness != null) {
            acts.add(controller.swappiness(Math.toIntExact(swappiness)));
        }
        if (memory.disableOOMKiller()) {
            acts.add(controller.disableOomKiller());
        }
    }

    private void cpu(@Nullable Cpu cpu) throws IOException {
        if (cpu == null) {
            return;
        }
        if (cpu.cpus() != null || cpu.mems() != null) {
            cpuset(cgroups.cpuset(), cpu);
        }
        Long shares = cpu.shares();
        boolean times = cpu.quota() != null || cpu.period() != null;
        boolean realtime = cpu.realtimeRuntime() != null || cpu.realtimePeriod() != null;
        if ((shares == null || shares == 0) && !times && !realtime) {
            return;
        }
        CpuController controller = cgroups.cpu();
        if (shares != null && shares != 0) {
            acts.add(controller.shares(shares));
        }
        acts.addAll(controller.bandwidth(cpu.quota(), cpu.period()));
        if (realtime) {
            acts.addAll(controller.realtime(cpu.realtimeRuntime(), cpu.realtimePeriod()));
        }
    }

    private void cpuset(CpusetController controller, Cpu cpu) {
        if (cpu.cpus() != null) {
            acts.add(controller.cpus(cpu.cpus()));
        }
        if (cpu.mems() != null) {
            acts.add(controller.mems(cpu.mems()));
        }
    }

    private void blockIo(@Nullable BlockIo blockIo) {
        if (blockIo == null) {
            return;
        }
        IoController controller = cgroups.io();
        Integer weight = blockIo.weight();
        if (weight != null) {
            acts.add(controller.weight(weight));
        }
        for (WeightDevice device : blockIo.weightDevice()) {
            acts.add(controller.weight(number(device.major(), device.minor()), device.weight()));
        }
        throttle(controller, IoController.Rate.READ_BPS, blockIo.throttleReadBpsDevice());
        throttle(controller, IoController.Rate.WRITE_BPS, blockIo.throttleWriteBpsDevice());
        throttle(controller, IoController.Rate.READ_IOPS, blockIo.throttleReadIOPSDevice());
        throttle(controller, IoController.Rate.WRITE_IOPS, blockIo.throttleWriteIOPSDevice());
    }

    private void throttle(IoController controller, IoController.Rate rate, List<Throttle> throttles) {
        for (Throttle throttle : throttles) {
            acts.add(controller.throttle(number(throttle.major(), throttle.minor()), rate, throttle.rate()));
        }
    }

    private static DeviceNumber number(long major, long minor) {
        return new DeviceNumber(Math.toIntExact(major), Math.toIntExact(minor));
    }

    private void unified(Map<String, String> files) {
        if (files.isEmpty()) {
            return;
        }
        Place place = cgroups.unified();
        if (place == null) {
            throw new IllegalArgumentException(
                    "linux.resources.unified needs cgroup v2, which this host has not mounted");
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (file.getKey().contains("/")) {
                throw new IllegalArgumentException(
                        "linux.resources.unified: '" + file.getKey() + "' is not the name of a file in a cgroup");
            }
            acts.add(new CgroupAct.Write(place.file(file.getKey()), file.getValue()));
        }
    }
}
