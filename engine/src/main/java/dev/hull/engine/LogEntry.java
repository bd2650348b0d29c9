package dev.hull.engine;

import java.time.Instant;

/**
 * What the keeper got by one read from the workload.
 *
 * @param stream 1 stdout (a terminal's output too), 2 stderr
 * @param time when
 * @param sequence counts from 0 over both streams
 * @param bytes as they came; a line may go on in the next record of its stream
 */
public record LogEntry(int stream, Instant time, long sequence, byte[] bytes) {}
