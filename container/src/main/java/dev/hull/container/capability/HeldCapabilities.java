package dev.hull.container.capability;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process can give to a container, and what the running kernel knows.
 *
 * @param permitted the most that a child of this process can hold
 * @param bounding what an execve(2) can still gain
 * @param last the highest capability of the running kernel: dropping a higher one is EINVAL
 */
public record HeldCapabilities(CapabilitySet permitted, CapabilitySet bounding, int last) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path LAST = Path.of("/proc/sys/kernel/cap_last_cap");

    /** Reads /proc/self/status (CapPrm, CapBnd) and /proc/sys/kernel/cap_last_cap. */
    public static HeldCapabilities ofThisProcess() throws IOException {
        String status = Files.readString(STATUS);
        return new HeldCapabilities(field(status, "CapPrm"), field(status, "CapBnd"), Integer.parseInt(sysctl(LAST)));
    }

    /**
     * A sysctl's number. By one read(2): it gives the rest of nothing at any offset but 0, and {@link
     * Files#readString} begins with a single byte of a file whose size is 0.
     */
    private static String sysctl(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] digits = new byte[32];
            int length = in.read(digits);
            return new String(digits, 0, Math.max(length, 0), StandardCharsets.US_ASCII).strip();
        }
    }

    /**
     * What a process holds inside a user namespace that it makes: everything, whatever it held outside
     * (user_namespaces(7)).
     */
    public HeldCapabilities inNewUserNamespace() {
        return new HeldCapabilities(CapabilitySet.upTo(last), CapabilitySet.upTo(last), last);
    }

    /** What a container can be given. */
    public CapabilitySet grantable() {
        return permitted.intersect(bounding).intersect(CapabilitySet.upTo(last));
    }

    private static CapabilitySet field(String status, String name) throws IOException {
        int start = status.indexOf("\n" + name + ":");
        int end = status.indexOf('\n', start + 1);
        if (start < 0 || end < 0) {
            throw new IOException(STATUS + " has no line " + name);
        }
        return new CapabilitySet(Long.parseUnsignedLong(
                status.substring(start + name.length() + 2, end).strip(), 16));
    }
}
