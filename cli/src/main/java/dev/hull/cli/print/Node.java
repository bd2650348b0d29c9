package dev.hull.cli.print;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a template consists of: the tree that {@link TemplateParser} builds and {@link Template} walks. */
sealed interface Node {
    /** Text outside of actions. */
    record Text(String text) implements Node {}

    /** {@code {{pipeline}}}: its value is printed. */
    record Print(Expression pipeline) implements Node {}

    /** {@code {{$name := pipeline}}} or, with {@code declares} false, {@code {{$name = pipeline}}}. */
    record Assign(String name, boolean declares, Expression pipeline) implements Node {}

    /** {@code if}, or {@code with} when the value also becomes the dot. */
    record If(boolean with, @Nullable String variable, Expression condition, List<Node> then, List<Node> otherwise)
            implements Node {}

    record Range(@Nullable String key, @Nullable String element, Expression over, List<Node> body, List<Node> otherwise)
            implements Node {}

    /** {@code {{break}}} or {@code {{continue}}}. */
    record Leave(boolean all) implements Node {}

    /** What has a value. */
    sealed interface Expression {
        record Literal(@Nullable Object value) implements Expression {}

        /** {@code .} */
        record Dot() implements Expression {}

        /** {@code $name}, and {@code $} with an empty name. */
        record Variable(String name) implements Expression {}

        /** {@code base.Name args...}: arguments only where the field is a method. */
        record Field(Expression base, String name, List<Expression> arguments) implements Expression {}

        record Call(String function, List<Expression> arguments) implements Expression {}
    }
}
