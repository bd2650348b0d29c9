/**
 * Image sources and what they become: references, the store of unpacked trees, image configurations, users and
 * commands looked up in a tree.
 *
 * <p>The classes here serve the cold path: no FFM, no regular expressions. What writes trees or needs system calls
 * lives in the packages below and is only reached from {@link dev.hull.image.ImageStore#resolve}.
 */
@NullMarked
package dev.hull.image;

import org.jspecify.annotations.NullMarked;
