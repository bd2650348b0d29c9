package dev.hull.engine;

import dev.hull.image.RootFilesystem;
import dev.hull.image.tree.Cp;
import dev.hull.image.tree.Ownership;
import dev.hull.image.tree.TreeRoot;
import dev.hull.linux.KernelText;
import dev.hull.linux.MountFlags;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.call.FileDescriptor;
import dev.hull.linux.call.FilesystemContext;
import dev.hull.linux.call.Opening;
import dev.hull.linux.call.Pathname;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Copies between a container and this machine.
 *
 * <p>A running container's root is what its init sees. Another's is its overlay, mounted detached for as long as the
 * copy takes: no mount of it ever shows.
 */
final class Copying {
    private final Hull hull;
    private final ContainerRecord record;

    Copying(Hull hull, ContainerRecord record) {
        this.hull = hull;
        this.record = record;
    }

    /** What is done between the two roots. */
    private interface Work {
        void between(TreeRoot container, String path) throws IOException;
    }

    void out(String source, Path target, boolean followLink, Ownership ownership) {
        with("copy out of", source, (root, path) -> {
            try (TreeRoot host = TreeRoot.open(Path.of("/"))) {
                Cp.copy(new Cp.End(root, path), new Cp.End(host, text(target)), followLink, ownership);
            }
        });
    }

    void in(Path source, String target, boolean followLink, Ownership ownership) {
        with("copy into", target, (root, path) -> {
            try (TreeRoot host = TreeRoot.open(Path.of("/"))) {
                Cp.copy(new Cp.End(host, text(source)), new Cp.End(root, path), followLink, ownership);
            }
        });
    }

    void archive(String source, boolean followLink, OutputStream archive) {
        with(
                "copy out of",
                source,
                (root, path) -> Cp.archive(new Cp.End(root, path), followLink, new Ownership.Kept(), archive));
    }

    void extract(InputStream archive, String target, Ownership ownership) {
        with("copy into", target, (root, path) -> Cp.extract(archive, new Cp.End(root, path), ownership));
    }

    /** A trailing {@code /.} or {@code /} says something: Path would drop it. */
    private String text(Path path) {
        Path absolute = hull.caller().workingDirectory().resolve(path);
        String tail = path.toString().endsWith("/.") ? "/." : "";
        return KernelText.decode(Pathname.of(absolute).bytes()) + (absolute.endsWith(".") ? "" : tail);
    }

    private void with(String verb, String path, Work work) {
        hull.requireHeavy(verb + " " + record.name());
        RunDirectory run = hull.records().run(record.id());
        try {
            ContainerStatus status = hull.status(record);
            if (status.state().isLive()) {
                try (TreeRoot root = TreeRoot.owning(Opening.open(
                        Pathname.of("/proc/" + status.pid() + "/root"), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY))) {
                    work.between(root, path);
                }
                return;
            }
            Directories.make(run.path());
            try (RecordLock lock = RecordLock.take(run.lock())) {
                lock.requireHeld();
                stopped(path, work);
            }
        } catch (IOException e) {
            throw HullException.of(verb + " container", record.name() + ":" + path, e);
        }
    }

    private void stopped(String path, Work work) throws IOException {
        WritableLayers layers = new WritableLayers(hull, record);
        String absolute = path.startsWith("/") ? path : "/" + path;
        WritableLayers.Overlay overlay = layers.of(absolute);
        if (overlay == null) {
            Path directory = layers.root() instanceof RootFilesystem.Layers one
                    ? one.layers().getFirst().tree()
                    : Path.of("/");
            try (TreeRoot root = TreeRoot.open(directory)) {
                work.between(root, path);
            }
            return;
        }
        try (TreeRoot root = TreeRoot.owning(mount(overlay))) {
            int prefix =
                    overlay.mountPoint().equals("/") ? 0 : overlay.mountPoint().length();
            work.between(root, absolute.substring(prefix));
        }
    }

    private static FileDescriptor mount(WritableLayers.Overlay overlay) throws IOException {
        Directories.make(overlay.upper());
        Directories.make(overlay.work());
        try (FilesystemContext context = FilesystemContext.open("overlay")) {
            for (Path lower : overlay.lowers()) {
                context.string("lowerdir+", Pathname.of(lower));
            }
            context.string("upperdir", Pathname.of(overlay.upper()));
            context.string("workdir", Pathname.of(overlay.work()));
            return context.mount(MountFlags.MOUNT_ATTR_NODEV | MountFlags.MOUNT_ATTR_NOSUID);
        }
    }
}
