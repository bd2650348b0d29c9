/**
 * Devices: nodes of the host made in a container's /dev, the rules of the device cgroup, and what enforces them: entries
 * for v1's {@code devices} controller, a BPF_PROG_TYPE_CGROUP_DEVICE program for v2. Makes text and bytes; writing and
 * loading them are steps of the plan.
 */
@NullMarked
package dev.hull.container.device;

import org.jspecify.annotations.NullMarked;
