package dev.hull.engine;

import dev.hull.container.MountRequest;
import dev.hull.container.RunRequest;
import dev.hull.image.ResolvedImage;
import dev.hull.image.RootFilesystem;
import dev.hull.image.RootTree;
import dev.hull.image.tree.TreeCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The mounts of a request with every volume in its place on the host: named, anonymous, another container's. */
final class VolumeMounts {
    /** A mount, and what the record says of it. */
    record Resolved(MountRequest request, MountPoint point) {}

    private final Hull hull;
    private final ResolvedImage image;
    private final List<Resolved> resolved = new ArrayList<>();
    private final List<String> made = new ArrayList<>();

    private VolumeMounts(Hull hull, ResolvedImage image) {
        this.hull = hull;
        this.image = image;
    }

    /** Whether a request has any: else nothing needs to be locked. */
    static boolean isNeeded(RunRequest request, ResolvedImage image) {
        return !image.config().volumes().isEmpty()
                || !request.files().volumesFrom().isEmpty()
                || request.files().mounts().stream().anyMatch(mount -> mount.type() == MountRequest.Type.VOLUME);
    }

    /**
     * @param held the volumes' lock
     * @throws NeedsHeavyProfile if an empty volume is to be filled from the image; nothing was made then
     */
    static VolumeMounts resolve(Hull hull, RunRequest request, ResolvedImage image, RecordLock held)
            throws IOException {
        VolumeMounts mounts = new VolumeMounts(hull, image);
        List<MountRequest> wanted = mounts.wanted(request);
        if (hull.profile() == Profile.COLD) {
            for (MountRequest mount : wanted) {
                mounts.requireNoCopy(mount);
            }
        }
        for (MountRequest mount : wanted) {
            mounts.add(mount, held);
        }
        return mounts;
    }

    /** What was asked for, other containers' mounts, and the image's volumes where nothing else is mounted. */
    private List<MountRequest> wanted(RunRequest request) {
        List<MountRequest> wanted = new ArrayList<>(request.files().mounts());
        Set<String> targets = new HashSet<>();
        wanted.forEach(mount -> targets.add(mount.target()));
        for (String from : request.files().volumesFrom()) {
            boolean readOnly = from.endsWith(":ro");
            String reference = readOnly || from.endsWith(":rw") ? from.substring(0, from.length() - 3) : from;
            for (MountPoint point : hull.container(reference).record().mounts()) {
                if (!point.type().equals("tmpfs") && targets.add(point.target())) {
                    wanted.add(inherited(point, readOnly));
                }
            }
        }
        for (String target : image.config().volumes()) {
            if (targets.add(target)) {
                wanted.add(MountRequest.volume(null, target, false));
            }
        }
        return wanted;
    }

    private static MountRequest inherited(MountPoint point, boolean readOnly) {
        boolean locked = readOnly || !point.writable();
        return point.type().equals("volume")
                ? MountRequest.volume(point.name(), point.target(), locked)
                : MountRequest.bind(point.source(), point.target(), locked);
    }

    private void add(MountRequest mount, RecordLock held) throws IOException {
        if (mount.type() != MountRequest.Type.VOLUME) {
            resolved.add(new Resolved(mount, point(mount, mount.source(), "", false)));
            return;
        }
        if (mount.driver() != null && !mount.driver().equals("local")) {
            throw new HullException.Unsupported(
                    "mount volume",
                    String.valueOf(mount.source()),
                    "the driver " + mount.driver() + " is not available",
                    "use the driver local");
        }
        int before = hull.volumes().list().size();
        Volume volume = hull.volumes().create(held, mount.source(), mount.labels());
        if (mount.source() == null || hull.volumes().list().size() > before) {
            made.add(volume.name());
        }
        if (!mount.noCopy() && isEmpty(volume.data())) {
            List<Path> content = content(mount.target());
            if (!content.isEmpty()) {
                TreeCopy.copyUp(content, volume.data());
            }
        }
        Path source = mount.subpath() == null ? volume.data() : below(volume, mount.subpath());
        resolved.add(new Resolved(
                at(mount, source.toString()),
                point(mount, volume.data().toString(), volume.name(), volume.anonymous())));
    }

    /** A part of a volume; a link in it may lead nowhere else. */
    private static Path below(Volume volume, String subpath) throws IOException {
        Path real = volume.data().resolve(subpath).toRealPath();
        if (!real.startsWith(volume.data().toRealPath())) {
            throw new HullException.Invalid(
                    "mount volume", volume.name(), "its part " + subpath + " leads out of the volume", "");
        }
        return real;
    }

    private void requireNoCopy(MountRequest mount) throws IOException {
        if (mount.type() != MountRequest.Type.VOLUME || mount.noCopy()) {
            return;
        }
        String name = mount.source();
        Path there =
                name == null ? null : hull.directories().volumes().resolve(name).resolve(Volume.DATA);
        if ((there == null || isEmpty(there)) && !content(mount.target()).isEmpty()) {
            throw new NeedsHeavyProfile("copy the image's " + mount.target() + " into a volume");
        }
    }

    /** The image's directories at that path if they have something in them; the host's files stay where they are. */
    private List<Path> content(String target) throws IOException {
        if (image.root() instanceof RootFilesystem.Host) {
            return List.of();
        }
        List<Path> parts = RootTree.of(image.root()).directories(target);
        for (Path part : parts) {
            if (!isEmpty(part)) {
                return parts;
            }
        }
        return List.of();
    }

    private static boolean isEmpty(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return true;
        }
        try (var entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        }
    }

    private static MountRequest at(MountRequest mount, String source) {
        return new MountRequest(
                mount.type(),
                source,
                mount.target(),
                mount.readOnly(),
                mount.createSource(),
                mount.propagation(),
                mount.recursion(),
                mount.noCopy(),
                null,
                mount.driver(),
                mount.driverOptions(),
                mount.labels(),
                mount.tmpfsSize(),
                mount.tmpfsMode(),
                mount.options());
    }

    static MountPoint point(MountRequest mount, @Nullable String source, String volume, boolean anonymous) {
        return new MountPoint(
                switch (mount.type()) {
                    case BIND -> "bind";
                    case VOLUME -> "volume";
                    case TMPFS -> "tmpfs";
                },
                volume,
                source == null ? "" : source,
                mount.target(),
                !mount.readOnly(),
                anonymous);
    }

    List<MountRequest> requests() {
        return resolved.stream().map(Resolved::request).toList();
    }

    List<MountPoint> points() {
        return resolved.stream().map(Resolved::point).toList();
    }

    /** Removes the volumes that were made for a container that came to nothing. */
    void undo(RecordLock held) throws IOException {
        for (String name : made) {
            hull.volumes().discard(held, name);
        }
    }
}
