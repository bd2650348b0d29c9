package dev.hull.engine;

import java.time.Instant;
import java.util.Map;

/**
 * One line of the journal.
 *
 * @param sequence its place: the byte offset in the journal
 * @param time when
 * @param type {@code container} or {@code volume}
 * @param action docker's word: {@code create}, {@code start}, {@code die}, {@code exec_start: id}, ...
 * @param id the container's id, the volume's name
 * @param attributes {@code name}, {@code image}, {@code exitCode}, labels
 */
public record Event(
        long sequence, Instant time, String type, String action, String id, Map<String, String> attributes) {}
