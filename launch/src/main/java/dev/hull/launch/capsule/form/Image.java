package dev.hull.launch.capsule.form;

import java.util.List;

/**
 * Machine code at fixed addresses.
 *
 * @param code instructions, then read-only data; loaded at the base that the backend was given
 * @param textSize how many bytes of {@code code} are instructions
 * @param start address of the first instruction
 * @param zeroed address of the zeroed memory, on a page of its own
 * @param zeroedSize its size in bytes
 * @param symbols the functions and where they lie
 */
public record Image(byte[] code, int textSize, long start, long zeroed, int zeroedSize, List<Symbol> symbols) {
    /** A function's place. */
    public record Symbol(String name, long address, int size) {}
}
