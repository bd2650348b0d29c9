package dev.hull.launch.capsule.x86;

import java.util.List;

/** A general register; with its number in machine code. */
enum Register {
    RAX(0),
    RCX(1),
    RDX(2),
    RBX(3),
    RSP(4),
    RBP(5),
    RSI(6),
    RDI(7),
    R8(8),
    R9(9),
    R10(10),
    R11(11),
    R12(12),
    R13(13),
    R14(14),
    R15(15);

    /** Where a function finds its arguments (System V). */
    static final List<Register> PARAMETERS = List.of(RDI, RSI, RDX, RCX, R8, R9);

    /** Where a system call finds its arguments. */
    static final List<Register> KERNEL_PARAMETERS = List.of(RDI, RSI, RDX, R10, R8, R9);

    /** What a called function leaves as it was. The first two have the shortest encodings as base. */
    static final List<Register> PRESERVED = List.of(RBX, RBP, R14, R15, R12, R13);

    /** What a called function may change, in the order in which temporary values take them. */
    static final List<Register> VOLATILE = List.of(RAX, RCX, RDX, RSI, RDI, R8, R9, R10, R11);

    private final int number;

    Register(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** As a set of one. */
    int bit() {
        return 1 << number;
    }
}
