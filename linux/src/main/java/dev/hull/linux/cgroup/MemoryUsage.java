package dev.hull.linux.cgroup;

/**
 * Memory of a cgroup, in bytes.
 *
 * @param current with page cache
 * @param limit -1 for none
 * @param inactiveFile page cache that would be reclaimed first; docker shows {@code current} less this
 * @param peak the greatest {@code current} so far, -1 where the kernel does not tell (v2 before 5.19)
 * @param oomKills processes killed because memory ran out
 */
public record MemoryUsage(long current, long limit, long inactiveFile, long peak, long oomKills) {}
