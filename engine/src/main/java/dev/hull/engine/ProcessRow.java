package dev.hull.engine;

import java.util.List;

/**
 * One process of a container in {@code top}.
 *
 * @param pid as the host sees it
 * @param parent its parent's pid
 * @param cells the columns asked for
 */
public record ProcessRow(int pid, int parent, List<String> cells) {}
