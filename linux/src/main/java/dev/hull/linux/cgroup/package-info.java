/**
 * Control groups, whatever the host has of them: v1, hybrid, v2 or none (cgroups(7)).
 *
 * <p>Plain Java on files: the cold path uses it, so no FFM here. What is to be made or written is answered as data
 * ({@link CgroupAct}), for a plan or to be performed at once; which limits a container gets is decided above.
 */
@NullMarked
package dev.hull.linux.cgroup;

import org.jspecify.annotations.NullMarked;
