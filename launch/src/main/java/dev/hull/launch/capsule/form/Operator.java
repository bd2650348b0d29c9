package dev.hull.launch.capsule.form;

/** An operation on two 64-bit words. A comparison gives 1 or 0. */
public enum Operator {
    ADD,
    SUBTRACT,
    MULTIPLY,
    /** Unsigned; by zero it ends the process with SIGFPE (or, on arm64, gives 0): never let it come to that. */
    DIVIDE,
    /** The unsigned division's remainder. */
    MODULO,
    AND,
    OR,
    XOR,
    /** By the right operand's lowest six bits. */
    SHIFT_LEFT,
    /** Fills with zeros. */
    SHIFT_RIGHT,
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    /** LESS, unsigned. */
    BELOW,
    BELOW_OR_EQUAL,
    ABOVE,
    ABOVE_OR_EQUAL;

    public boolean isComparison() {
        return compareTo(EQUAL) >= 0;
    }

    /** The comparison that holds exactly where this one does not. */
    public Operator negated() {
        return switch (this) {
            case EQUAL -> NOT_EQUAL;
            case NOT_EQUAL -> EQUAL;
            case LESS -> GREATER_OR_EQUAL;
            case LESS_OR_EQUAL -> GREATER;
            case GREATER -> LESS_OR_EQUAL;
            case GREATER_OR_EQUAL -> LESS;
            case BELOW -> ABOVE_OR_EQUAL;
            case BELOW_OR_EQUAL -> ABOVE;
            case ABOVE -> BELOW_OR_EQUAL;
            case ABOVE_OR_EQUAL -> BELOW;
            default -> throw new IllegalStateException(this + " is no comparison");
        };
    }
}
