/** System calls as a program in a container sees them answered, compared with another runtime. */
@NullMarked
package dev.hull.conformance.syscall;

import org.jspecify.annotations.NullMarked;
