package dev.hull.linux.cgroup;

/** What a cgroup has moved from and to block devices since it was made. */
public record IoUsage(long readBytes, long writtenBytes, long reads, long writes) {}
