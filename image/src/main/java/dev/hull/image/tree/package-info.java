/**
 * Trees of files written, copied and removed by directory descriptors: no name ever leads out of the root it was meant
 * for. Uses system calls, so it belongs into the heavy JVM profile.
 */
@NullMarked
package dev.hull.image.tree;

import org.jspecify.annotations.NullMarked;
