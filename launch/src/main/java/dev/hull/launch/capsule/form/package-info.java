/**
 * The capsule's language: functions, 64-bit locals, loops, memory, system calls. Nothing here names a register, an
 * instruction or a call's number: what differs between architectures is data that a {@link Backend} resolves.
 *
 * <p>An example is in {@link Program}. What the capsule does with the language does not live here.
 */
@NullMarked
package dev.hull.launch.capsule.form;

import org.jspecify.annotations.NullMarked;
