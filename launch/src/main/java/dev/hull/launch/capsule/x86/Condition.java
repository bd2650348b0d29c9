package dev.hull.launch.capsule.x86;

import dev.hull.launch.capsule.form.Operator;

/** A condition code of jcc and setcc; two neighbours negate each other (Intel SDM vol. 2, appendix B.1.4.7). */
enum Condition {
    BELOW(0x2),
    ABOVE_OR_EQUAL(0x3),
    EQUAL(0x4),
    NOT_EQUAL(0x5),
    BELOW_OR_EQUAL(0x6),
    ABOVE(0x7),
    LESS(0xC),
    GREATER_OR_EQUAL(0xD),
    LESS_OR_EQUAL(0xE),
    GREATER(0xF);

    private final int code;

    Condition(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Condition of(Operator comparison) {
        return valueOf(comparison.name());
    }
}
