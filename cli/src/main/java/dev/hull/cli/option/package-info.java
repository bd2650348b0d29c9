/**
 * One table of options a verb: parsing, help, completion and "did you mean" are four readers of it.
 *
 * <p>The syntax is that of pflag, which users of docker know. Here may not live: what an option does.
 */
@NullMarked
package dev.hull.cli.option;

import org.jspecify.annotations.NullMarked;
