package dev.hull.engine;

import dev.hull.container.ContainerSpec;
import dev.hull.container.LinuxSpec;
import dev.hull.container.Namespace;
import dev.hull.container.NamespaceMode;
import dev.hull.image.Layer;
import dev.hull.image.RootFilesystem;
import dev.hull.launch.AttachPlan;
import dev.hull.launch.LaunchPlan;
import dev.hull.launch.PlanTable;
import dev.hull.linux.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The start of a container whose record is there, and attaching to one that runs. */
final class Starting {
    private final Hull hull;
    private final ContainerRecord record;

    Starting(Hull hull, ContainerRecord record) {
        this.hull = hull;
        this.record = record;
    }

    /** Leaves the plan of a start for its owner. */
    Prepared prepare(AttachOptions client) {
        leave(client);
        return new Prepared(record.id(), hull.records().run(record.id()).plan());
    }

    /** Starts it from this process. */
    Running resident(Container container) {
        byte[] table = leave(AttachOptions.none());
        ResidentStreams streams = new ResidentStreams(
                hull.directories().data(record.id()).resolve(Launching.LOG),
                record.streams().interactive(),
                record.name());
        return ResidentStart.spawn(hull, container, record.id(), hull.records().run(record.id()), table, streams);
    }

    /** Writes the plan where the capsule takes it. */
    private byte[] leave(AttachOptions client) {
        hull.reap(record.id());
        RunDirectory run = hull.records().run(record.id());
        try {
            // After a reboot it is missing.
            Directories.make(run.path());
            try (RecordLock lock = RecordLock.take(run.lock())) {
                lock.requireHeld();
                ContainerRecord current = hull.records().read(record.id());
                if (current == null) {
                    Tree.delete(run.path());
                    throw new HullException.NotFound("start container", record.name(), "it was removed meanwhile", "");
                }
                requireStopped(current);
                hull.records().names().prepare(record.id());
                byte[] table = Launching.table(plan(current, client));
                Owner.of(hull.caller().pid(), Owner.Work.START).write(run.path());
                Path temporary = run.path().resolve(".plan.new");
                Files.write(temporary, table);
                Files.move(temporary, run.plan(), StandardCopyOption.ATOMIC_MOVE);
                return table;
            }
        } catch (IOException e) {
            throw HullException.of("start container", record.name(), e);
        }
    }

    private void requireStopped(ContainerRecord current) {
        ContainerState state = hull.status(current).state();
        if (state.isLive() || state == ContainerState.CREATING) {
            throw new HullException.Conflict(
                    "start container",
                    current.name(),
                    "it is " + state.word(),
                    state == ContainerState.PAUSED ? "hull unpause lets it go on" : "hull attach shows it");
        }
        new Control(hull, current).awaitKeeperGone();
    }

    /** The plan of a start as the record is now. */
    LaunchPlan plan(ContainerRecord current, AttachOptions client) {
        ContainerSpec spec = rejoined(hull.records().readSpec(current.id()), current);
        return new Launching(hull)
                .plan(spec, current, root(current), KeeperFlags.of(current, client), client.detachKeys());
    }

    /** The image's root as the record has it; the host's mounts as they are now. */
    RootFilesystem root(ContainerRecord current) {
        if (current.layers().isEmpty()) {
            return new ImageUse(hull).resolve(current.image()).root();
        }
        List<Layer> layers = new ArrayList<>();
        for (ContainerRecord.Lower lower : current.layers()) {
            layers.add(new Layer(Path.of(lower.tree()), new HashSet<>(lower.opaque())));
        }
        return new RootFilesystem.Layers(layers);
    }

    /** Other containers' namespaces have other files now. */
    private ContainerSpec rejoined(ContainerSpec spec, ContainerRecord current) {
        Map<Namespace, NamespaceMode> modes = HostConfig.joinedContainers(current.hostConfig());
        if (modes.isEmpty()) {
            return spec;
        }
        List<LinuxSpec.NamespaceSpec> namespaces = new ArrayList<>(spec.linux().namespaces());
        for (LinuxSpec.NamespaceSpec joined : new JoinedNamespaces(hull).of(modes)) {
            namespaces.replaceAll(namespace -> namespace.type() == joined.type() ? joined : namespace);
        }
        return spec.with(spec.linux().in(namespaces));
    }

    /** Leaves the table of a client that attaches. */
    Prepared prepareAttach(AttachOptions client) {
        ContainerState state = hull.status(record).state();
        if (state != ContainerState.RUNNING) {
            throw state == ContainerState.PAUSED
                    ? new HullException.Conflict(
                            "attach to container", record.name(), "it is paused", "hull unpause lets it go on")
                    : new Control(hull, record).notRunning("attach to");
        }
        RunDirectory run = hull.records().run(record.id());
        AttachPlan plan = new AttachPlan(
                record.id(),
                Set.copyOf(KeeperFlags.client(record.streams().tty(), client)),
                run.path().toString(),
                client.detachKeys());
        try {
            Owner owner = Owner.of(hull.caller().pid(), Owner.Work.START);
            Path table = run.attachment(owner);
            Files.write(table, PlanTable.write(plan, Architecture.ofHost()));
            return new Prepared(record.id(), table);
        } catch (IOException e) {
            throw HullException.of("attach to container", record.name(), e);
        }
    }
}
