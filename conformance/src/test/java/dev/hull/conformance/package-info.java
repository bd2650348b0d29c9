/**
 * Black box tests of the built product: they run {@code ./hull} as a user would and look from inside and outside.
 *
 * <p>Here: what every such test needs. The tests lie in packages by subject. No test may use a class of the product.
 */
@NullMarked
package dev.hull.conformance;

import org.jspecify.annotations.NullMarked;
