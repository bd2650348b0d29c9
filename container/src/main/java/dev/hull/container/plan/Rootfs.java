package dev.hull.container.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes the container's root. Paths are absolute and the host's. */
public sealed interface Rootfs {
    /**
     * An overlay.
     *
     * @param lowers at least one, the topmost first
     * @param layer what is written, or null: the container cannot write
     */
    record Overlay(List<String> lowers, @Nullable WritableLayer layer) implements Rootfs {
        public Overlay {
            lowers = List.copyOf(lowers);
            if (lowers.isEmpty()) {
                throw new IllegalArgumentException("an overlay needs a lower directory");
            }
        }
    }

    /** A directory itself: what the container writes goes into it. {@code /} is the host's own root. */
    record Directory(String path) implements Rootfs {}

    /**
     * The machine's own files: one overlay for each real mount, since an overlay on {@code /} shows its submounts
     * empty.
     *
     * @param mounts {@code /} first, a mount always after the one it lies on
     * @param masks absolute paths that are hidden
     * @param layer what is written: mount number n has its own {@code n} below the directories
     */
    record Host(List<HostMount> mounts, List<String> masks, WritableLayer layer) implements Rootfs {
        public Host {
            mounts = List.copyOf(mounts);
            masks = List.copyOf(masks);
        }
    }

    /**
     * A mount of the machine.
     *
     * @param path where it is mounted; the same in the container
     * @param bind true where an overlay cannot hold it but a read-only bind can
     */
    record HostMount(String path, boolean bind) {}

    /**
     * An overlay's writable layer; both directories on one file system, made by the plan.
     *
     * @param upper what was written
     * @param work overlayfs's own
     * @param discarded it does not outlive the container: it need not reach the disk at the end (overlayfs's {@code
     *     volatile})
     */
    record WritableLayer(String upper, String work, boolean discarded) {}
}
