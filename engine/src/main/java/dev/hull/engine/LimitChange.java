package dev.hull.engine;

import dev.hull.container.ContainerSpec;
import dev.hull.container.ResourceLimits;
import dev.hull.container.ResourcesSpec;
import dev.hull.container.plan.CgroupLimits;
import dev.hull.linux.cgroup.CgroupAct;
import dev.hull.linux.cgroup.MissingControllerException;
import java.io.IOException;
import java.util.List;

/** Other limits for a container: in its cgroups at once if it lives, in its config.json for later starts. */
final class LimitChange {
    private static final ResourceLimits NONE = new ResourceLimits(
            null, null, null, null, null, false, null, null, null, null, null, null, null, null, null, null, List.of(),
            List.of(), List.of(), List.of(), List.of());

    private final Records records;
    private final ContainerRecord record;

    LimitChange(Records records, ContainerRecord record) {
        this.records = records;
        this.record = record;
    }

    static boolean isEmpty(ResourceLimits limits) {
        return limits.equals(NONE);
    }

    void apply(ResourceLimits limits, boolean live) throws IOException {
        ContainerSpec spec = records.readSpec(record.id());
        try {
            ResourcesSpec changed = spec.linux().resources().changedBy(limits);
            if (live) {
                ContainerCgroup cgroup = records.cgroup(record.id());
                if (cgroup != null) {
                    perform(CgroupLimits.of(changed, cgroup.layout()));
                }
            }
            HostConfig.update(record.hostConfig(), limits);
            records.writeSpec(record.id(), spec.with(spec.linux().limitedBy(changed)), true);
            records.rewrite(record);
        } catch (MissingControllerException e) {
            throw new HullException.Unsupported("update container", record.name(), String.valueOf(e.getMessage()), "");
        } catch (IllegalArgumentException e) {
            throw new HullException.Invalid("update container", record.name(), e);
        }
    }

    private static void perform(List<CgroupAct> acts) throws IOException {
        for (CgroupAct act : acts) {
            switch (act) {
                case CgroupAct.Write write -> write.perform();
                case CgroupAct.MakeDirectory directory -> directory.perform();
                case CgroupAct.AttachDeviceProgram program ->
                    throw new IllegalStateException("a limit is no device program: " + program.path());
            }
        }
    }
}
