/**
 * Hosts that this machine cannot be, made in QEMU: Debian's 6.1 kernel, Hull's floor, with cgroup v2 alone.
 *
 * <p>The guest is built of Debian packages and of files of this machine; tests compiled here only run there.
 */
@NullMarked
package dev.hull.conformance.guest;

import org.jspecify.annotations.NullMarked;
