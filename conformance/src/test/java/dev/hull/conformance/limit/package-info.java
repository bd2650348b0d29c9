/**
 * Limits that bite: what the cgroup of a container refuses, kills and slows down, on cgroup v1, hybrid and v2.
 *
 * <p>These tests also run in {@link dev.hull.conformance.guest a guest} with cgroup v2 alone, on busybox: they use no
 * tool that is not there.
 */
@NullMarked
package dev.hull.conformance.limit;

import org.jspecify.annotations.NullMarked;
