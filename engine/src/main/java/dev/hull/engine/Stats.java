package dev.hull.engine;

import java.time.Instant;

/**
 * What a container uses, read from its cgroup. -1 where the host has no controller that says it.
 *
 * @param time of the reading
 * @param cpuNanos cpu time since its start
 * @param memoryBytes used now, without inactive page cache, as docker counts
 * @param memoryLimit the least of its limit and the host's memory
 * @param pids processes and threads
 * @param pidsLimit 0 for none
 * @param blockReadBytes read from block devices since its start
 * @param blockWriteBytes written to block devices since its start
 * @param networkReceivedBytes on all interfaces but loopback
 * @param networkSentBytes on all interfaces but loopback
 */
public record Stats(
        Instant time,
        long cpuNanos,
        long memoryBytes,
        long memoryLimit,
        long pids,
        long pidsLimit,
        long blockReadBytes,
        long blockWriteBytes,
        long networkReceivedBytes,
        long networkSentBytes) {
    /** Use of the cpu between an earlier reading and this one: 100 is one whole cpu. */
    public double cpuPercentSince(Stats earlier) {
        long elapsed = java.time.Duration.between(earlier.time, time).toNanos();
        return elapsed <= 0 || cpuNanos < 0 ? 0 : 100.0 * (cpuNanos - earlier.cpuNanos) / elapsed;
    }

    /** Share of the memory limit in per cent. */
    public double memoryPercent() {
        return memoryLimit <= 0 || memoryBytes < 0 ? 0 : 100.0 * memoryBytes / memoryLimit;
    }
}
