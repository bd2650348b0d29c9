package dev.hull.container;

/**
 * {@code --device HOST[:CONTAINER[:rwm]]}: device nodes of the host made in the container, and allowed.
 *
 * @param hostPath a device node, or a directory of them
 * @param containerPath absolute
 * @param access some of {@code r}, {@code w} and {@code m} (mknod)
 */
public record DeviceRequest(String hostPath, String containerPath, String access) {
    public DeviceRequest {
        if (access.isEmpty() || !access.chars().allMatch(c -> "rwm".indexOf(c) >= 0)) {
            throw new IllegalArgumentException("the access '" + access + "' to " + hostPath + " is not of r, w and m");
        }
    }
}
