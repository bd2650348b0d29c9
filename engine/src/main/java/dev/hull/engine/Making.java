package dev.hull.engine;

import static java.util.Objects.requireNonNull;

import dev.hull.container.ContainerSpec;
import dev.hull.container.HealthCheck;
import dev.hull.container.LifecycleOptions;
import dev.hull.container.MountRequest;
import dev.hull.container.Namespace;
import dev.hull.container.NamespaceMode;
import dev.hull.container.Preset;
import dev.hull.container.Presets;
import dev.hull.container.RunRequest;
import dev.hull.container.SpecFacts;
import dev.hull.container.Stream;
import dev.hull.container.StreamOptions;
import dev.hull.container.capability.HeldCapabilities;
import dev.hull.container.seccomp.SeccompOption;
import dev.hull.image.ImageConfig;
import dev.hull.image.ResolvedImage;
import dev.hull.image.RootFilesystem;
import dev.hull.launch.KeeperSettings;
import dev.hull.launch.LaunchPlan;
import dev.hull.linux.Architecture;
import dev.hull.linux.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From a request to a container's record on disk.
 *
 * <p>Everything is looked up, decided and planned before the first file is made: what a request asks for and cannot get
 * leaves nothing behind.
 */
final class Making {
    private static final int DEFAULT_STOP_SECONDS = 10;

    private final Hull hull;
    private final RunRequest request;
    private final ResolvedImage image;
    private final ImageUse images;
    private final String id = ContainerId.random();

    Making(Hull hull, RunRequest request) {
        this.hull = hull;
        this.request = request;
        RequestCheck.check(request);
        images = new ImageUse(hull);
        image = images.resolve(request.image());
    }

    /** The plan alone: nothing is made. */
    LaunchPlan explain() {
        List<MountRequest> mounts = request.files().mounts();
        ContainerSpec spec = specify(mounts);
        return plan(spec, record(points(mounts), spec));
    }

    /** A record to be started later. */
    ContainerRecord create() {
        return make(false);
    }

    /** A record, and the plan of its start for its owner. */
    Prepared run() {
        ContainerRecord record = make(true);
        return new Prepared(record.id(), hull.records().run(record.id()).plan());
    }

    private ContainerRecord make(boolean start) {
        try {
            if (!VolumeMounts.isNeeded(request, image)) {
                return make(request.files().mounts(), points(request.files().mounts()), start);
            }
            try (RecordLock lock = hull.volumes().lock()) {
                VolumeMounts volumes = VolumeMounts.resolve(hull, request, image, lock);
                try {
                    return make(volumes.requests(), volumes.points(), start);
                } catch (RuntimeException | IOException e) {
                    volumes.undo(lock);
                    throw e;
                }
            }
        } catch (IOException e) {
            throw HullException.of(
                    "make the record of a container in",
                    hull.directories().data().toString(),
                    e);
        }
    }

    private static List<MountPoint> points(List<MountRequest> mounts) {
        List<MountPoint> points = new ArrayList<>();
        for (MountRequest mount : mounts) {
            points.add(VolumeMounts.point(mount, mount.source(), "", false));
        }
        return points;
    }

    private ContainerRecord make(List<MountRequest> mounts, List<MountPoint> points, boolean start) throws IOException {
        BindSources.check(mounts);
        ContainerSpec spec = specify(mounts);
        ContainerRecord unnamed = record(points, spec);
        if (!start) {
            // A plan that cannot be made is told now, not at the start that makes its own.
            plan(spec, unnamed);
        }
        Owner owner = Owner.of(hull.caller().pid(), Owner.Work.MAKE);
        try (Draft draft = Draft.begin(hull.records(), owner, id)) {
            Path data = draft.data();
            BindSources.make(mounts);
            if (unnamed.log().isKept()) {
                Directories.make(data.resolve(Launching.LOG));
            }
            if (hasHostFiles()) {
                HostFiles.write(data, request.network(), spec.hostname(), isOnHostNetwork());
            }
            if (request.lifecycle().remove()) {
                Directories.make(hull.directories().trash());
            }
            ContainerRecord record = draft.write(spec, unnamed, request.name(), hull.reaper());
            if (start) {
                draft.writePlan(Launching.table(plan(spec, record)));
            }
            writeIdFile();
            hull.journal().container("create", record, Map.of());
            if (start) {
                draft.handOver();
            } else {
                draft.finish();
            }
            return record;
        }
    }

    private void writeIdFile() throws IOException {
        String file = request.lifecycle().cidFile();
        if (file != null) {
            Files.writeString(Path.of(absolute(file)), id, StandardOpenOption.CREATE_NEW);
        }
    }

    private LaunchPlan plan(ContainerSpec spec, ContainerRecord record) {
        Set<KeeperSettings.Flag> flags =
                KeeperFlags.run(record, request.streams().detach());
        return new Launching(hull)
                .plan(
                        spec,
                        record,
                        image.root(),
                        flags,
                        DetachKeys.parse(record.streams().detachKeys()));
    }

    private ContainerSpec specify(List<MountRequest> mounts) {
        try {
            SpecFacts facts = new SpecFacts(
                    id,
                    images.user(request, image),
                    rootPath(),
                    mounts,
                    new JoinedNamespaces(hull).of(request.namespaces().modes()),
                    hasHostFiles() ? HostFiles.in(hull.directories().data(id)) : null,
                    HeldCapabilities.ofThisProcess(),
                    null);
            ContainerSpec unfiltered = Presets.specify(request, ImageUse.defaults(image), facts);
            ArgumentSize.check(unfiltered.process());
            return unfiltered.with(unfiltered.linux().filteredBy(seccomp(unfiltered)));
        } catch (IllegalArgumentException e) {
            throw new HullException.Invalid("run", request.image(), e);
        } catch (UncheckedIOException e) {
            throw HullException.of("run", request.image(), requireNonNull(e.getCause(), "cause is null"));
        } catch (IOException e) {
            throw HullException.of("run", request.image(), e);
        }
    }

    /** The filter depends on the capabilities that the container got. */
    private @Nullable String seccomp(ContainerSpec spec) throws IOException {
        boolean confined =
                request.preset() == Preset.CONTAINER && !request.security().privileged();
        String option = request.security().seccomp();
        if (option == null && !confined) {
            return null;
        }
        return SeccompOption.json(option == null ? "builtin" : option, Architecture.ofHost(), Launching.bounding(spec));
    }

    private String rootPath() {
        return switch (image.root()) {
            case RootFilesystem.Host host -> "/";
            case RootFilesystem.Layers layers ->
                layers.layers().getFirst().tree().toString();
        };
    }

    private boolean hasHostFiles() {
        return request.preset() == Preset.CONTAINER;
    }

    private boolean isOnHostNetwork() {
        NamespaceMode mode = request.namespaces().modes().get(Namespace.NET);
        return mode != null && mode.kind() == NamespaceMode.Kind.HOST;
    }

    private ContainerRecord record(List<MountPoint> points, ContainerSpec spec) {
        LifecycleOptions lifecycle = request.lifecycle();
        Map<String, String> labels = new LinkedHashMap<>(image.config().labels());
        labels.putAll(lifecycle.labels());
        return new ContainerRecord(
                id,
                request.name() == null ? "" : request.name(),
                hull.clock().instant(),
                request.preset(),
                request.image(),
                image.id(),
                spec.process().args(),
                layers(),
                labels,
                points,
                streams(request.streams()),
                new ContainerRecord.Lifecycle(
                        lifecycle.remove(),
                        request.files().keepWrites(),
                        lifecycle.restart(),
                        stopSignal(),
                        lifecycle.stopTimeout() == null ? DEFAULT_STOP_SECONDS : lifecycle.stopTimeout(),
                        lifecycle.pidFile() == null ? null : absolute(lifecycle.pidFile())),
                LogSettings.of(lifecycle),
                health(),
                HostConfig.of(request));
    }

    private String absolute(String path) {
        return hull.caller().workingDirectory().resolve(path).toAbsolutePath().toString();
    }

    private List<ContainerRecord.Lower> layers() {
        if (!(image.root() instanceof RootFilesystem.Layers layers)) {
            return List.of();
        }
        return layers.layers().stream()
                .map(layer -> new ContainerRecord.Lower(layer.tree().toString(), List.copyOf(layer.opaque())))
                .toList();
    }

    /** As docker: stdout and stderr, and stdin if it is interactive, unless some were named. */
    private static ContainerRecord.Streams streams(StreamOptions options) {
        Set<Stream> asked = options.attach();
        boolean named = !asked.isEmpty();
        return new ContainerRecord.Streams(
                options.tty(),
                options.interactive(),
                options.interactive() && (!named || asked.contains(Stream.STDIN)),
                !named || asked.contains(Stream.STDOUT),
                !named || asked.contains(Stream.STDERR),
                options.sigProxy(),
                options.detachKeys());
    }

    private int stopSignal() {
        String text = request.lifecycle().stopSignal();
        if (text == null) {
            text = image.config().stopSignal();
        }
        String name = text == null || text.isEmpty() ? "SIGTERM" : text;
        return Signal.parse(name)
                .orElseThrow(() -> new HullException.Invalid(
                        "use",
                        "--stop-signal " + name,
                        "there is no such signal",
                        "give a name of signal(7) or a number"))
                .number();
    }

    private @Nullable HealthCheck health() {
        HealthCheck asked = request.lifecycle().health();
        ImageConfig.HealthCheck image = this.image.config().healthcheck();
        if (asked != null || image == null) {
            return asked;
        }
        return new HealthCheck(
                image.test(),
                image.interval(),
                image.timeout(),
                image.startPeriod(),
                image.startInterval(),
                image.retries());
    }
}
