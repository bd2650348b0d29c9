/**
 * The command as its users meet it: the wrapper, the verbs, their output, completion.
 *
 * <p>Here may not live: what isolation does to a program, what is left behind after a kill.
 */
@NullMarked
package dev.hull.conformance.verb;

import org.jspecify.annotations.NullMarked;
