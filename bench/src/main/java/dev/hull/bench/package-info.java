/**
 * Whole-process figures: the same work done by Hull and by a peer, alternating in one run, as ratios with their spread.
 *
 * <p>The machines are shared and noisy: an absolute time means little, a ratio of alternating pairs means something.
 */
@NullMarked
package dev.hull.bench;

import org.jspecify.annotations.NullMarked;
