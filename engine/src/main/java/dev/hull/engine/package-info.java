/** The Java API: one Hull composes everything below; lifecycle, logs, events, volumes. */
@NullMarked
package dev.hull.engine;

import org.jspecify.annotations.NullMarked;
