package dev.hull.linux.cgroup;

/**
 * Processes and threads of a cgroup.
 *
 * @param limit -1 for none
 * @param refusals forks that the limit refused
 */
public record PidsUsage(long current, long limit, long refusals) {}
