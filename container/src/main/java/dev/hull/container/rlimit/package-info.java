/**
 * Resource limits (setrlimit(2)): what this process may set for a container. The limits themselves are the request's.
 */
@NullMarked
package dev.hull.container.rlimit;

import org.jspecify.annotations.NullMarked;
