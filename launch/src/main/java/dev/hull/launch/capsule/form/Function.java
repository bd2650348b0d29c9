package dev.hull.launch.capsule.form;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A function: up to six parameters, one result (0 where it ends without {@link Code#give}). */
public final class Function {
    private final String name;
    private @Nullable Code code;

    Function(String name) {
        this.name = name;
    }

    /** Defines the function; once. */
    public Function is(Consumer<Code> body) {
        if (code != null) {
            throw new IllegalStateException("function " + name + " is defined twice");
        }
        code = new Code(name);
        body.accept(code);
        return this;
    }

    /** The function's value for these arguments. For the effect alone: {@code code.run(f.call(x))}. */
    public Expression call(Expression... arguments) {
        return new Expression.Call(this, List.of(arguments));
    }

    public String name() {
        return name;
    }

    /** What the function does. */
    public Code code() {
        if (code == null) {
            throw new IllegalStateException("function " + name + " is declared and never defined");
        }
        return code;
    }

    @Override
    public String toString() {
        return name;
    }
}
