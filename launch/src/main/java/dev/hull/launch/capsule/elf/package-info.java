/**
 * The container of machine code that the kernel executes: static ELF files (System V gABI, elf(5)). Knows nothing of
 * instructions or of the program.
 */
@NullMarked
package dev.hull.launch.capsule.elf;

import org.jspecify.annotations.NullMarked;
