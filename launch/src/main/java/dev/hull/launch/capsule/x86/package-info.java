/**
 * The capsule's language on x86-64: registers, instructions, the System V calling order for functions and the kernel's
 * for system calls (rax; rdi, rsi, rdx, r10, r8, r9; rcx and r11 are lost). Code is made small and plain, not clever.
 * Nothing here knows what the program does.
 */
@NullMarked
package dev.hull.launch.capsule.x86;

import org.jspecify.annotations.NullMarked;
