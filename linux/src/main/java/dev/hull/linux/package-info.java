/** The kernel as Java sees it: system calls, errno, owned file descriptors, cgroups, bpf. */
@NullMarked
package dev.hull.linux;

import org.jspecify.annotations.NullMarked;
