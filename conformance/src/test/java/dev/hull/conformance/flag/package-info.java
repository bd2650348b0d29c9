/** The options of {@code hull run}, each seen from inside the container that it shapes. */
@NullMarked
package dev.hull.conformance.flag;

import org.jspecify.annotations.NullMarked;
