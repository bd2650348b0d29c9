package dev.hull.launch.capsule.form;

import java.util.List;

/** What a function does, in order. */
public sealed interface Statement {
    record Assign(Place place, Expression value) implements Statement {}

    /** Evaluates for the effect. */
    record Run(Expression expression) implements Statement {}

    record If(Expression condition, List<Statement> then, List<Statement> otherwise) implements Statement {}

    /** While the condition holds, tested before each pass. */
    record Loop(Expression condition, List<Statement> body) implements Statement {}

    /** Leaves the innermost loop. */
    record Break() implements Statement {}

    /** Goes on with the innermost loop's next pass. */
    record Continue() implements Statement {}

    record Return(Expression value) implements Statement {}
}
