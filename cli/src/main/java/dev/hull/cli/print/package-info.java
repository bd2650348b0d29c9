/**
 * How things are shown: tables, templates, JSON, times and sizes in the words that docker uses.
 *
 * <p>Plain values go in (maps, lists, strings, numbers, booleans), text comes out. Here may not live: a container, a
 * volume, a file.
 */
@NullMarked
package dev.hull.cli.print;

import org.jspecify.annotations.NullMarked;
