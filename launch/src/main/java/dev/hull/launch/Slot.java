package dev.hull.launch;

/**
 * A 64-bit word in the plan's memory that one step fills and later steps read: a descriptor, a pid.
 *
 * <p>Identity counts: two slots of the same name are two words. A slot may also be a word of a {@link
 * Argument.Struct}; then it lies there, and what a step stores in it becomes part of that struct.
 */
public final class Slot {
    private final String name;

    public Slot(String name) {
        this.name = name;
    }

    /** What the slot holds, for {@code hull explain}: {@code the new root}. */
    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return name;
    }
}
