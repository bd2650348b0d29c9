/** The hull command. */
@NullMarked
package dev.hull.cli;

import org.jspecify.annotations.NullMarked;
