package dev.hull.launch.capsule.x86;

import org.jspecify.annotations.Nullable;

/** What an instruction works on. */
sealed interface Operand {
    record Reg(Register register) implements Operand {}

    /** Sign-extended to the operation's width. */
    record Immediate(int value) implements Operand {}

    /**
     * Memory at base + index * scale + displacement, or at a label + displacement.
     *
     * @param scale 1, 2, 4 or 8
     */
    record Memory(
            @Nullable Register base,
            @Nullable Register index,
            int scale,
            int displacement,
            @Nullable Label label) implements Operand {
        static Memory at(Register base, int displacement) {
            return new Memory(base, null, 1, displacement, null);
        }

        static Memory at(Label label, int displacement) {
            return new Memory(null, null, 1, displacement, label);
        }

        Memory plus(int more) {
            return new Memory(base, index, scale, displacement + more, label);
        }
    }
}
