package dev.hull.engine;

import java.nio.file.Path;

/**
 * A plan table on disk, ready for the capsule: the answer {@code plan PATH} of the cold path.
 *
 * @param id the container's id
 * @param plan the file {@code plan} in its run directory (of its exec)
 */
public record Prepared(String id, Path plan) {}
