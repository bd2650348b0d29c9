/**
 * The hull command: from the words of a command line to a verb, and from its outcome to an exit code.
 *
 * <p>Here lives the entry point and the way from words to a verb. Here may not live: a verb, an option's meaning, how
 * something is printed.
 */
@NullMarked
package dev.hull.cli;

import org.jspecify.annotations.NullMarked;
