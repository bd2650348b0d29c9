/** Image sources, layers, trees. */
@NullMarked
package dev.hull.image;

import org.jspecify.annotations.NullMarked;
