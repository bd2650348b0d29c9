package dev.hull.container;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the program sees as its files.
 *
 * @param readOnly the root file system refuses writes; mounts follow their own options
 * @param keepWrites with the image {@code host}: what was written is kept as the container's layer after {@code --rm}
 * @param mounts {@code -v}, {@code --mount}, {@code --tmpfs}, in the order given
 * @param volumesFrom {@code CONTAINER[:ro|rw]}
 * @param devices {@code --device}
 * @param shmSize bytes of /dev/shm; null for 64 MiB
 */
public record FileOptions(
        boolean readOnly,
        boolean keepWrites,
        List<MountRequest> mounts,
        List<String> volumesFrom,
        List<DeviceRequest> devices,
        @Nullable Long shmSize) {
    public FileOptions {
        mounts = List.copyOf(mounts);
        volumesFrom = List.copyOf(volumesFrom);
        devices = List.copyOf(devices);
    }
}
