package dev.hull.container.seccomp;

/**
 * A condition on one argument of a call.
 *
 * @param index 0..5
 * @param value what it is compared with; the mask of {@link SeccompOperator#MASKED_EQ}
 * @param valueTwo only for MASKED_EQ: what the masked argument must be
 */
public record SeccompArgument(int index, long value, long valueTwo, SeccompOperator operator) {
    public SeccompArgument {
        if (index < 0 || index > 5) {
            throw new IllegalArgumentException("a call has arguments 0 to 5, not " + index);
        }
    }

    /** Whether the condition holds for that argument. */
    public boolean matches(long argument) {
        int order = Long.compareUnsigned(argument, value);
        return switch (operator) {
            case NE -> order != 0;
            case LT -> order < 0;
            case LE -> order <= 0;
            case EQ -> order == 0;
            case GE -> order >= 0;
            case GT -> order > 0;
            case MASKED_EQ -> (argument & value) == valueTwo;
        };
    }
}
