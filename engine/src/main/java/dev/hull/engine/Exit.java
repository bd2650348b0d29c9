package dev.hull.engine;

import java.time.Instant;

/**
 * The end of a program.
 *
 * @param status its exit status, 128 + n for signal n, 255 if its keeper was lost
 * @param finishedAt when
 * @param outOfMemory whether the kernel killed one of its processes for want of memory
 */
public record Exit(int status, Instant finishedAt, boolean outOfMemory) {}
