package dev.hull.container.seccomp;

/**
 * A kernel's version, as far as a profile's {@code minKernel} looks at it.
 *
 * @param major {@code 6} of 6.1.0-13-amd64
 * @param minor {@code 1} of 6.1.0-13-amd64
 */
public record KernelVersion(int major, int minor) {
    /** The oldest kernel that Hull runs on. */
    public static final KernelVersion FLOOR = new KernelVersion(6, 1);

    /**
     * The first two numbers of a release as uname(2) or a profile gives it.
     *
     * @throws IllegalArgumentException if it does not begin with two numbers
     */
    public static KernelVersion parse(String release) {
        int dot = release.indexOf('.');
        int end = dot + 1;
        while (end < release.length() && Character.isDigit(release.charAt(end))) {
            end++;
        }
        try {
            return new KernelVersion(
                    Integer.parseInt(release.substring(0, Math.max(dot, 0))),
                    Integer.parseInt(release.substring(dot + 1, end)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + release + "' is no kernel version: two numbers are needed, as 4.8", e);
        }
    }

    /** The version of the running kernel, as the JVM knows it. */
    public static KernelVersion ofHost() {
        return parse(System.getProperty("os.version"));
    }

    boolean isAtLeast(KernelVersion other) {
        return major > other.major || (major == other.major && minor >= other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
