package dev.hull.image;

import java.util.List;

/** What the planner mounts as the container's root, below the writable layer. */
public sealed interface RootFilesystem {
    /**
     * One overlay of read-only lowers.
     *
     * @param layers at least one, the topmost first
     */
    record Layers(List<Layer> layers) implements RootFilesystem {
        public Layers {
            layers = List.copyOf(layers);
            if (layers.isEmpty()) {
                throw new IllegalArgumentException("an overlay needs a lower directory");
            }
        }
    }

    /**
     * The machine's own files: one overlay for each real mount, since an overlay on {@code /} shows its submounts
     * empty.
     *
     * @param mounts {@code /} first, a mount always after the one it lies on
     * @param masks what must not be seen by default, absolute paths; only those that exist
     */
    record Host(List<HostMount> mounts, List<Mask> masks) implements RootFilesystem {
        public Host {
            mounts = List.copyOf(mounts);
            masks = List.copyOf(masks);
        }
    }

    /**
     * A mount of the machine that becomes a read-only lower.
     *
     * @param path where it is mounted, absolute; the same in the container
     * @param fileSystem its type: {@code ext4}
     * @param source what is mounted: {@code /dev/sda1}
     * @param bind true where an overlay cannot hold it (a file, a file system with names of its own kind) but a
     *     read-only bind can
     */
    record HostMount(String path, String fileSystem, String source, boolean bind) {}

    /**
     * A path to hide.
     *
     * @param directory true: an empty directory hides it; false: an empty file
     */
    record Mask(String path, boolean directory) {}
}
