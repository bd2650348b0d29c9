/**
 * What is left when any process of a run dies at any moment: nothing half-made, nothing lost, nothing leaked.
 *
 * <p>strace kills: before a chosen system call of the wrapper, the JVM, the client, the keeper or init.
 */
@NullMarked
package dev.hull.conformance.crash;

import org.jspecify.annotations.NullMarked;
