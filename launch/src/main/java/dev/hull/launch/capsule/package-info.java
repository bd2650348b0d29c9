/**
 * The capsule: the small static program that performs launch plans and keeps running containers.
 *
 * <p>Its code is written in the structured language of {@code form} and assembled when Hull is built. Here lives what it
 * does (performer, client, keeper); how it becomes bytes lives in the subpackages. No libc, no heap, no signal handlers.
 */
@NullMarked
package dev.hull.launch.capsule;

import org.jspecify.annotations.NullMarked;
