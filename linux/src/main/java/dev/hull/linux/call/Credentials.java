package dev.hull.linux.call;

/**
 * Who is at the other end of a unix socket: its {@code struct ucred} when it connected or listened (unix(7)).
 *
 * @param pid in this process's pid namespace, 0 if it has none here
 * @param uid unsigned
 * @param gid unsigned
 */
public record Credentials(int pid, long uid, long gid) {}
