/**
 * Values that people type: sizes, durations, moments, filters.
 *
 * <p>Here may not live: which option a value belongs to.
 */
@NullMarked
package dev.hull.cli.value;

import org.jspecify.annotations.NullMarked;
