package dev.hull.container.device;

import java.util.List;

/**
 * One rule of the device cgroup: {@code linux.resources.devices} of the runtime-spec.
 *
 * <p>In a list, the last rule that matches a device decides each kind of access that it names; what no rule names is
 * denied. An empty list restricts nothing.
 *
 * @param allow or deny
 * @param type {@link DeviceType#ALL} only with both numbers {@link #ANY} and every access, as v1's controller has it
 * @param major 0..4095, or {@link #ANY}
 * @param minor 0..1048575, or {@link #ANY}
 */
public record DeviceRule(boolean allow, DeviceType type, int major, int minor, DeviceAccess access) {
    /** Any number: {@code *}, or a number left out in the runtime-spec. */
    public static final int ANY = -1;

    private static final int MAX_MAJOR = 0xfff;
    private static final int MAX_MINOR = 0xfffff;

    /** With which a container's rules begin. */
    public static final DeviceRule DENY_ALL = new DeviceRule(false, DeviceType.ALL, ANY, ANY, DeviceAccess.ALL);

    public DeviceRule {
        if (major < ANY || major > MAX_MAJOR || minor < ANY || minor > MAX_MINOR) {
            throw new IllegalArgumentException("device " + major + ":" + minor
                    + " is out of range: major numbers end at " + MAX_MAJOR + ", minor ones at " + MAX_MINOR);
        }
        if (type == DeviceType.ALL && (major != ANY || minor != ANY || !access.equals(DeviceAccess.ALL))) {
            throw new IllegalArgumentException("a rule for all devices cannot name numbers or a part of the access");
        }
    }

    /**
     * {@code --device-cgroup-rule}: {@code TYPE MAJOR:MINOR ACCESS}, type {@code a}, {@code b} or {@code c}, {@code *}
     * for any number.
     *
     * @return one rule; for type a one for block and one for character devices, because v1's controller takes an
     *     {@code a} to mean every number and every access
     * @throws IllegalArgumentException for anything else
     */
    public static List<DeviceRule> parse(String text) {
        int first = text.indexOf(' ');
        int colon = text.indexOf(':', first + 1);
        int last = text.indexOf(' ', colon + 1);
        if (first != 1 || colon < 0 || last < 0) {
            throw new IllegalArgumentException("device rule '" + text
                    + "' is not of the form 'TYPE MAJOR:MINOR ACCESS', for example 'c 10:200 rwm'");
        }
        try {
            int major = number(text.substring(first + 1, colon));
            int minor = number(text.substring(colon + 1, last));
            DeviceAccess access = DeviceAccess.parse(text.substring(last + 1));
            return switch (text.charAt(0)) {
                case 'c' -> List.of(new DeviceRule(true, DeviceType.CHAR, major, minor, access));
                case 'b' -> List.of(new DeviceRule(true, DeviceType.BLOCK, major, minor, access));
                case 'a' ->
                    List.of(
                            new DeviceRule(true, DeviceType.BLOCK, major, minor, access),
                            new DeviceRule(true, DeviceType.CHAR, major, minor, access));
                default -> throw new IllegalArgumentException("the type is a, b or c, not " + text.charAt(0));
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("device rule '" + text + "': " + e.getMessage(), e);
        }
    }

    private static int number(String text) {
        if (text.equals("*")) {
            return ANY;
        }
        boolean digits = !text.isEmpty() && text.length() <= 7;
        for (int i = 0; i < text.length() && digits; i++) {
            digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (!digits) {
            throw new IllegalArgumentException("'" + text + "' is no device number: give digits, or * for any");
        }
        return Integer.parseInt(text);
    }

    /** Whether the rule speaks of that device. */
    boolean matches(DeviceType of, int itsMajor, int itsMinor) {
        return (type == DeviceType.ALL || type == of)
                && (major == ANY || major == itsMajor)
                && (minor == ANY || minor == itsMinor);
    }

    /** {@code c 1:3 rwm}: the form of v1's controller. */
    @Override
    public String toString() {
        return type.letter() + " " + text(major) + ":" + text(minor) + " " + access;
    }

    private static String text(int number) {
        return number == ANY ? "*" : Integer.toString(number);
    }
}
