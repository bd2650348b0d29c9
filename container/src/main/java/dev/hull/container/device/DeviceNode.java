package dev.hull.container.device;

import java.util.List;

/**
 * A device node in the container: {@code linux.devices} of the runtime-spec.
 *
 * @param path absolute, in the container
 * @param type character or block
 * @param major 0..4095
 * @param minor 0..1048575
 * @param mode permission bits
 * @param uid the owner, as the container sees it
 * @param gid the group, as the container sees it
 */
public record DeviceNode(String path, DeviceType type, int major, int minor, int mode, int uid, int gid) {
    /** What every container finds in its /dev; the runtime-spec's default devices, without those that mounts bring. */
    public static final List<DeviceNode> DEFAULTS = List.of(
            character("/dev/null", 1, 3),
            character("/dev/zero", 1, 5),
            character("/dev/full", 1, 7),
            character("/dev/random", 1, 8),
            character("/dev/urandom", 1, 9),
            character("/dev/tty", 5, 0));

    private static DeviceNode character(String path, int major, int minor) {
        return new DeviceNode(path, DeviceType.CHAR, major, minor, 0666, 0, 0);
    }

    /** mknod(2)'s second argument. */
    public int modeWithType() {
        return mode | type.modeBits();
    }

    /** mknod(2)'s third argument: {@code makedev(3)}. */
    public long device() {
        return ((long) (minor & 0xff)) | ((long) major << 8) | ((long) (minor & ~0xff) << 12);
    }

    /** The rule that lets the container use the node. */
    public DeviceRule allowing(DeviceAccess access) {
        return new DeviceRule(true, type, major, minor, access);
    }
}
