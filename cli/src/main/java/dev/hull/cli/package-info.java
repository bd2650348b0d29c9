/**
 * The hull command: from the words of a command line to a verb, and from its outcome to an exit code.
 *
 * <p>Here live the entry point, what is known of the caller ({@link dev.hull.cli.Invocation}) and the list of verbs.
 * Here may not live: a verb, an option's meaning, how something is printed.
 */
@NullMarked
package dev.hull.cli;

import org.jspecify.annotations.NullMarked;
