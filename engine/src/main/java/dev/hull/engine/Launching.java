package dev.hull.engine;

import static java.util.Objects.requireNonNull;

import dev.hull.container.ContainerSpec;
import dev.hull.container.Preset;
import dev.hull.container.capability.CapabilitySet;
import dev.hull.container.capability.HeldCapabilities;
import dev.hull.container.capability.ProcessCapabilities;
import dev.hull.container.plan.PlanFacts;
import dev.hull.container.plan.Planner;
import dev.hull.container.plan.Rootfs;
import dev.hull.container.seccomp.DefaultSeccomp;
import dev.hull.container.seccomp.KernelVersion;
import dev.hull.container.seccomp.SeccompFilter;
import dev.hull.image.RootFilesystem;
import dev.hull.launch.KeeperSettings;
import dev.hull.launch.LaunchPlan;
import dev.hull.launch.PlanTable;
import dev.hull.launch.Stage;
import dev.hull.launch.Step;
import dev.hull.linux.Architecture;
import dev.hull.linux.cgroup.CgroupHierarchies;
import dev.hull.linux.cgroup.CgroupLayout;
import dev.hull.linux.cgroup.Controller;
import dev.hull.linux.cgroup.MissingControllerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From a container's specification and record to the plan of a start: the one path of run, start and explain. */
final class Launching {
    static final String LOG = "log";
    static final String UPPER = "upper";
    static final String WORK = "work";

    private final Hull hull;

    Launching(Hull hull) {
        this.hull = hull;
    }

    /**
     * The plan of a start.
     *
     * @param root the image's, as it is now
     * @param flags what client and keeper are told about streams
     */
    LaunchPlan plan(
            ContainerSpec spec,
            ContainerRecord record,
            RootFilesystem root,
            Set<KeeperSettings.Flag> flags,
            byte[] detachKeys) {
        String object = record.image();
        try {
            CgroupHierarchies hierarchies = CgroupHierarchies.discover();
            CgroupLayout cgroups = CgroupLayout.of(hierarchies, cgroupsPath(spec, record));
            LaunchPlan start = Planner.plan(
                    spec,
                    new PlanFacts(
                            rootfs(record, root),
                            cgroups,
                            KernelVersion.ofHost(),
                            HeldCapabilities.ofThisProcess(),
                            filter(spec),
                            settings(record, cgroups, flags, detachKeys)));
            return framed(start, record);
        } catch (MissingControllerException e) {
            throw new HullException.Unsupported("run", object, String.valueOf(e.getMessage()), "");
        } catch (IllegalArgumentException e) {
            throw new HullException.Invalid("run", object, e);
        } catch (UncheckedIOException e) {
            throw HullException.of("run", object, requireNonNull(e.getCause(), "cause is null"));
        } catch (IOException e) {
            throw HullException.of("plan", object, e);
        }
    }

    private static String cgroupsPath(ContainerSpec spec, ContainerRecord record) {
        String path = spec.linux().cgroupsPath();
        return path == null ? CgroupLayout.path(null, record.id()) : path;
    }

    /** The planner's steps, and around them those of the record: its events, its removal. */
    private LaunchPlan framed(LaunchPlan start, ContainerRecord record) {
        EventSteps events = new EventSteps(hull.directories().events(), Owner.bootId(), start.known());
        List<Step> steps = new ArrayList<>();
        boolean started = false;
        for (Step step : start.steps()) {
            if (!started && step.stage().compareTo(Stage.START) > 0) {
                steps.addAll(PidFileSteps.of(record, start.known()));
                steps.addAll(events.start(record));
                started = true;
            }
            steps.add(step);
        }
        steps.addAll(events.die(record));
        if (isRemovedByKeeper(record)) {
            steps.addAll(RemovalSteps.of(hull.directories(), record, start, events.destroy(record)));
        }
        return new LaunchPlan(steps, start.known(), start.keeper());
    }

    /** Whether a volume goes too can only be told by all records: then a reaper removes. */
    private static boolean isRemovedByKeeper(ContainerRecord record) {
        return record.lifecycle().autoRemove() && record.mounts().stream().noneMatch(MountPoint::anonymous);
    }

    static byte[] table(LaunchPlan plan) {
        return PlanTable.write(plan, Architecture.ofHost());
    }

    private static @Nullable SeccompFilter filter(ContainerSpec spec) {
        String json = spec.linux().seccomp();
        if (json == null) {
            return null;
        }
        return DefaultSeccomp.filter(json, Architecture.ofHost(), bounding(spec));
    }

    /** What the program can gain at most. */
    static CapabilitySet bounding(ContainerSpec spec) {
        ProcessCapabilities capabilities = spec.process().capabilities();
        return capabilities == null ? CapabilitySet.NONE : capabilities.bounding();
    }

    /**
     * What becomes the root. A container of its own gets a writable layer over the image; chroot(8) and unshare(1)
     * write into the directory itself.
     */
    private Rootfs rootfs(ContainerRecord record, RootFilesystem root) {
        Path data = hull.directories().data(record.id());
        Rootfs.WritableLayer layer = new Rootfs.WritableLayer(
                data.resolve(UPPER).toString(),
                data.resolve(WORK).toString(),
                record.lifecycle().autoRemove());
        return switch (root) {
            case RootFilesystem.Host host when record.preset() != Preset.CONTAINER -> new Rootfs.Directory("/");
            case RootFilesystem.Host host ->
                new Rootfs.Host(
                        host.mounts().stream()
                                .map(mount -> new Rootfs.HostMount(mount.path(), mount.bind()))
                                .toList(),
                        host.masks().stream().map(RootFilesystem.Mask::path).toList(),
                        layer);
            case RootFilesystem.Layers layers
            when record.preset() != Preset.CONTAINER && layers.layers().size() == 1 ->
                new Rootfs.Directory(layers.layers().getFirst().tree().toString());
            case RootFilesystem.Layers layers ->
                new Rootfs.Overlay(
                        layers.layers().stream()
                                .map(lower -> lower.tree().toString())
                                .toList(),
                        layer);
        };
    }

    private KeeperSettings settings(
            ContainerRecord record, CgroupLayout cgroups, Set<KeeperSettings.Flag> flags, byte[] detachKeys) {
        ContainerRecord.Lifecycle lifecycle = record.lifecycle();
        Set<KeeperSettings.Flag> all = EnumSet.noneOf(KeeperSettings.Flag.class);
        all.addAll(flags);
        if (lifecycle.autoRemove() && !isRemovedByKeeper(record)) {
            all.add(KeeperSettings.Flag.REAP);
        }
        boolean counted = cgroups.placeOf(Controller.MEMORY) != null;
        return new KeeperSettings(
                record.id(),
                Owner.bootId(),
                all,
                hull.directories().run(record.id()).toString(),
                record.log().isKept()
                        ? hull.directories().data(record.id()).resolve(LOG).toString()
                        : null,
                record.log().maxBytes(),
                record.log().maxSegments(),
                lifecycle.stopSignal(),
                lifecycle.restart().kind(),
                lifecycle.restart().maximum(),
                counted ? cgroups.memory().eventsFile() : null,
                hull.caller().hull(),
                hull.caller().environment(),
                detachKeys);
    }
}
