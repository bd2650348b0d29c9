package dev.hull.container;

/**
 * A rate or weight of one block device.
 *
 * @param path the device's node on the host
 * @param value bytes or operations a second, or a weight
 */
public record ThrottleDevice(String path, long value) {}
