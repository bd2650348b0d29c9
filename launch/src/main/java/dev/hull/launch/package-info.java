/** Launch plans: performed by the capsule, explained in words. */
@NullMarked
package dev.hull.launch;

import org.jspecify.annotations.NullMarked;
