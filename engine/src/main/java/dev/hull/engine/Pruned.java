package dev.hull.engine;

import java.util.List;

/**
 * What {@code prune} removed.
 *
 * @param containers their ids
 * @param volumes their names
 * @param bytes disk space that it freed
 */
public record Pruned(List<String> containers, List<String> volumes, long bytes) {}
