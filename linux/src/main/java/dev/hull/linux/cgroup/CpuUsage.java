package dev.hull.linux.cgroup;

/**
 * Cpu time of a cgroup since it was made, in nanoseconds.
 *
 * @param periods of its bandwidth limit that have passed, 0 without a limit
 * @param throttledPeriods in which it was stopped
 * @param throttledNanos how long it was stopped in all
 */
public record CpuUsage(
        long totalNanos, long userNanos, long systemNanos, long periods, long throttledPeriods, long throttledNanos) {}
