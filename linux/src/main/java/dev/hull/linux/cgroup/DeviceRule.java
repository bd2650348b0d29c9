package dev.hull.linux.cgroup;

/**
 * A rule of the runtime-spec's {@code linux.resources.devices}; of several that apply, the last one counts.
 *
 * @param type 'a' (all), 'b' or 'c'
 * @param major -1 for all
 * @param minor -1 for all
 * @param access some of {@code r}, {@code w}, {@code m} (mknod)
 */
public record DeviceRule(boolean allow, char type, int major, int minor, String access) {
    /** Nothing is allowed: the first rule of every container. */
    public static final DeviceRule DENY_ALL = new DeviceRule(false, 'a', -1, -1, "rwm");

    public DeviceRule {
        if (type != 'a' && type != 'b' && type != 'c') {
            throw new IllegalArgumentException("a device's type is a, b or c, not " + type);
        }
        if (access.isEmpty()) {
            throw new IllegalArgumentException("a device rule needs an access of r, w and m");
        }
        for (int i = 0; i < access.length(); i++) {
            if ("rwm".indexOf(access.charAt(i)) < 0) {
                throw new IllegalArgumentException("the access '" + access + "' to a device is not of r, w and m");
            }
        }
    }

    /** {@code c 1:3 rwm}: what v1's devices.allow and devices.deny take. */
    String line() {
        return type + " " + number(major) + ":" + number(minor) + " " + access;
    }

    private static String number(int number) {
        return number < 0 ? "*" : Integer.toString(number);
    }
}
