/**
 * The verbs, one file each: its table of options, and what it does with them through the engine.
 *
 * <p>Here may not live: state, kernel interfaces, anything another program than the command could want.
 */
@NullMarked
package dev.hull.cli.verb;

import org.jspecify.annotations.NullMarked;
