/**
 * What every verb is and is given: {@link dev.hull.cli.command.Verb} and the call it serves.
 *
 * <p>Here lives what is known of the caller: words, environment, terminals, and what the wrapper shall do next. Here may
 * not live: a verb, the list of verbs, an option's meaning.
 */
@NullMarked
package dev.hull.cli.command;

import org.jspecify.annotations.NullMarked;
