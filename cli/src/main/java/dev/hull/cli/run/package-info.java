/**
 * The command line of {@code run}, {@code create} and {@code explain}: its options, and how their values are read into a
 * {@link dev.hull.container.RunRequest}.
 *
 * <p>Here may not live: what a value means to the kernel, whether this host can do it.
 */
@NullMarked
package dev.hull.cli.run;

import org.jspecify.annotations.NullMarked;
