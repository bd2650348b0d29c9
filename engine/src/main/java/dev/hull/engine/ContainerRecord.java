package dev.hull.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What Hull keeps about a container beside its config.json: {@code hull.json}.
 *
 * @param id 64 hexadecimal digits
 * @param name unique among the living records
 * @param created when
 * @param image the image's word, as the user gave it
 * @param imageId what identifies its content
 * @param command the program and its arguments
 * @param labels of the container
 * @param mounts volumes and binds
 * @param tty whether the program has a terminal
 * @param interactive whether its stdin stays open
 * @param autoRemove whether the record goes with the program's end
 */
public record ContainerRecord(
        String id,
        String name,
        Instant created,
        String image,
        String imageId,
        List<String> command,
        Map<String, String> labels,
        List<MountPoint> mounts,
        boolean tty,
        boolean interactive,
        boolean autoRemove) {
    /** The newest {@code hull.json} that this version understands. */
    public static final int SCHEMA = 1;
}
