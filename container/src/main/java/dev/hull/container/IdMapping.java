package dev.hull.container;

/**
 * One line of {@code /proc/PID/uid_map} or {@code gid_map}, see user_namespaces(7).
 *
 * @param containerId first id inside
 * @param hostId first id in the parent namespace
 * @param size how many, at least 1
 */
public record IdMapping(long containerId, long hostId, long size) {
    /** (uid_t) -1 means "unchanged" to the kernel: no id. */
    private static final long LAST_ID = 0xFFFF_FFFEL;

    public IdMapping {
        if (containerId < 0
                || hostId < 0
                || size < 1
                || containerId + size - 1 > LAST_ID
                || hostId + size - 1 > LAST_ID) {
            throw new IllegalArgumentException(
                    "the id range " + containerId + ":" + hostId + ":" + size + " is not within 0.." + LAST_ID);
        }
    }
}
