package dev.hull.launch.capsule.form;

import dev.hull.linux.Architecture;

/**
 * Lowers a program to the machine code of one architecture.
 *
 * <p>All an architecture brings: its numbers (by {@link Architecture}), its calling of the kernel, its instructions. The
 * program is the same for all of them.
 */
public interface Backend {
    Architecture architecture();

    /**
     * The program's image, linked to be loaded at fixed addresses.
     *
     * @throws IllegalArgumentException what the form allows and cannot be lowered: a system call that the architecture
     *     does not have, a call with another number of arguments than its function has parameters
     */
    Image assemble(Program program, long base);
}
