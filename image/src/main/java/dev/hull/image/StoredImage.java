package dev.hull.image;

/**
 * An image that the store has unpacked.
 *
 * @param id {@code sha256:...}
 * @param name the source it was last made of: a path, with {@code :TAG} for a layout's
 * @param bytes what it was told to hold; layers that other images share are counted in each
 * @param created when it was unpacked, in ms since the epoch
 */
public record StoredImage(String id, String name, long bytes, long created) {}
