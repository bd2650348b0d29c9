/**
 * Tar archives as streams of entries: ustar, pax, GNU, star and v7, read and (pax) written.
 *
 * <p>No file is touched here: what an entry does to a tree is decided in {@code dev.hull.image.tree}.
 */
@NullMarked
package dev.hull.image.tar;

import org.jspecify.annotations.NullMarked;
