package dev.hull.linux;

/**
 * A device's number.
 *
 * @param major 0 to 4095
 * @param minor 0 to 1048575
 */
public record DeviceNumber(int major, int minor) {
    public DeviceNumber {
        if (major < 0 || major > 0xFFF || minor < 0 || minor > 0xFFFFF) {
            throw new IllegalArgumentException("no device has the number " + major + ":" + minor);
        }
    }

    /** The 32 bits that mknodat(2) takes ({@code new_encode_dev} in the kernel's {@code linux/kdev_t.h}). */
    public int encoded() {
        return (minor & 0xFF) | major << 8 | (minor & ~0xFF) << 12;
    }

    /** {@code 8:0}, as sysfs, cgroups and mountinfo write it. */
    @Override
    public String toString() {
        return major + ":" + minor;
    }
}
