/** Presets, container specifications and the plans made of them. */
@NullMarked
package dev.hull.container;

import org.jspecify.annotations.NullMarked;
