package dev.hull.engine;

/**
 * A volume or a bind mount of a container.
 *
 * @param type {@code volume}, {@code bind} or {@code tmpfs}
 * @param name the volume's name, empty for another type
 * @param source the directory on the host, empty for a tmpfs
 * @param target where the container sees it
 * @param writable whether the container may write to it
 * @param anonymous whether it is a volume made for this container only
 */
public record MountPoint(String type, String name, String source, String target, boolean writable, boolean anonymous) {}
