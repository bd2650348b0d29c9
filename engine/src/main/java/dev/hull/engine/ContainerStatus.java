package dev.hull.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A container at one moment.
 *
 * @param state see {@link ContainerState}
 * @param pid init's pid as the host sees it, 0 unless live
 * @param keeperPid the keeper's pid, 0 unless live
 * @param exitStatus 0..255 of the last end, 0 before the first
 * @param outOfMemory whether the kernel killed one of its processes for want of memory
 * @param restarts how often the keeper has started it again
 * @param startedAt null before the first start
 * @param finishedAt null before the first end
 * @param error why the last start failed, empty if it did not
 */
public record ContainerStatus(
        ContainerState state,
        int pid,
        int keeperPid,
        int exitStatus,
        boolean outOfMemory,
        int restarts,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        String error) {}
