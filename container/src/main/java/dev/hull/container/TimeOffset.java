package dev.hull.container;

/**
 * How far a clock of a time namespace is ahead of the host's, see time_namespaces(7).
 *
 * @param seconds may be negative
 * @param nanoseconds 0..999999999
 */
public record TimeOffset(long seconds, int nanoseconds) {
    public TimeOffset {
        if (nanoseconds < 0 || nanoseconds > 999_999_999) {
            throw new IllegalArgumentException("the nanoseconds " + nanoseconds + " are not within 0..999999999");
        }
    }
}
