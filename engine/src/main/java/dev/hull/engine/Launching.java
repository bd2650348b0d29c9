package dev.hull.engine;

import static java.util.Objects.requireNonNull;

import dev.hull.container.ContainerSpec;
import dev.hull.container.Preset;
import dev.hull.container.ProcessSpec;
import dev.hull.container.capability.CapabilitySet;
import dev.hull.container.capability.HeldCapabilities;
import dev.hull.container.capability.ProcessCapabilities;
import dev.hull.container.plan.ExecPlanner;
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
    /** Of a segment of an exec's log. */
    private static final long EXEC_LOG_BYTES = 16 << 20;

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

    /** Where an exec lives: what {@code _why} is told, its run directory, its log. */
    record ExecPlace(String id, RunDirectory run, Path log) {}

    /** The plan of a further program in a running container. */
    LaunchPlan exec(
            ContainerSpec spec, ProcessSpec process, ContainerRecord record, ExecPlace place, ExecRequest request) {
        try {
            CgroupLayout cgroups = CgroupLayout.of(CgroupHierarchies.discover(), cgroupsPath(spec, record));
            KeeperSettings keeper = new KeeperSettings(
                    place.id(),
                    Owner.bootId(),
                    KeeperFlags.of(request),
                    place.run().path().toString(),
                    place.log().toString(),
                    EXEC_LOG_BYTES,
                    2,
                    record.lifecycle().stopSignal(),
                    KeeperSettings.Restart.NO,
                    0,
                    null,
                    hull.caller().hull(),
                    hull.caller().environment(),
                    request.detachKeys());
            PlanFacts facts = new PlanFacts(
                    rootfs(record, new Starting(hull, record).root(record)),
                    cgroups,
                    KernelVersion.ofHost(),
                    HeldCapabilities.ofThisProcess(),
                    filter(spec),
                    keeper);
            String control = hull.records().run(record.id()).control().toString();
            LaunchPlan plan = ExecPlanner.plan(spec, process, control, facts);
            EventSteps events = new EventSteps(hull.directories().events(), Owner.bootId(), plan.known());
            return framed(plan, events.execStart(record, request.command()), events.execDie(record));
        } catch (IllegalArgumentException e) {
            throw new HullException.Invalid("exec in container", record.name(), e);
        } catch (IOException e) {
            throw HullException.of("exec in container", record.name(), e);
        }
    }

    private static String cgroupsPath(ContainerSpec spec, ContainerRecord record) {
        String path = spec.linux().cgroupsPath();
        return path == null ? CgroupLayout.path(null, record.id()) : path;
    }

    /** The planner's steps, and around them those of the record: its events, its removal. */
    private LaunchPlan framed(LaunchPlan start, ContainerRecord record) {
        EventSteps events = new EventSteps(hull.directories().events(), Owner.bootId(), start.known());
        List<Step> started = new ArrayList<>(PidFileSteps.of(record, start.known()));
        started.addAll(events.start(record));
        List<Step> ended = new ArrayList<>(events.die(record));
        if (isRemovedByKeeper(record)) {
            ended.addAll(RemovalSteps.of(hull.directories(), record, start, events.destroy(record)));
        }
        return framed(start, started, ended);
    }

    /** Puts steps at the end of {@link Stage#START}, and at the end of all. */
    private static LaunchPlan framed(LaunchPlan start, List<Step> started, List<Step> ended) {
        List<Step> steps = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            steps.addAll(start.stage(stage));
            if (stage == Stage.START) {
                steps.addAll(started);
            }
        }
        steps.addAll(ended);
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
