package dev.hull.engine;

import java.util.List;

/**
 * A further program in a container.
 *
 * @param id of the exec: below its container's run directory
 * @param command the program and its arguments
 * @param running whether its keeper lives
 * @param pid as the host sees it, 0 unless running
 * @param exitStatus 0 before its end
 */
public record ExecStatus(String id, List<String> command, boolean running, int pid, int exitStatus) {}
