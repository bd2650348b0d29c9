package dev.hull.launch.capsule.form;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The body of a function while it is written: each method appends a statement; a {@link Runnable} is a nested block,
 * written at once.
 *
 * <pre>{@code
 * code.when(result.isError(), () -> {
 *     code.give(result);
 * }, () -> {
 *     code.set(count, count.plus(1));
 * });
 * }</pre>
 */
public final class Code {
    private final String function;
    private final List<Local> parameters = new ArrayList<>();
    private final List<Local> locals = new ArrayList<>();
    private final List<Buffer> buffers = new ArrayList<>();
    private final Deque<List<Statement>> blocks = new ArrayDeque<>();
    private final List<Statement> body = new ArrayList<>();
    private int loops;

    Code(String function) {
        this.function = function;
        blocks.push(body);
    }

    /** The function's next parameter, of at most six. */
    public Local parameter(String name) {
        if (parameters.size() == 6) {
            throw new IllegalStateException(function + " has more than six parameters");
        }
        Local parameter = new Local(name);
        parameters.add(parameter);
        return parameter;
    }

    /** A new local with its first value. */
    public Local local(String name, Expression first) {
        Local local = new Local(name);
        locals.add(local);
        set(local, first);
        return local;
    }

    /** A new local with its first value. */
    public Local local(String name, long first) {
        return local(name, Form.number(first));
    }

    /** {@code size} bytes on the stack; the expression is their address. The stack has 64 KiB for all calls together. */
    public Buffer buffer(String name, int size) {
        Buffer buffer = new Buffer(name, size);
        buffers.add(buffer);
        return buffer;
    }

    public void set(Place place, Expression value) {
        append(new Statement.Assign(place, value));
    }

    public void set(Place place, long value) {
        set(place, Form.number(value));
    }

    /** Makes a buffer's bytes zero, eight at a time: for the kernel's structures, which are small. */
    public void clear(Buffer buffer) {
        for (int offset = 0; offset < buffer.size(); offset += 8) {
            set(Form.u64(buffer, offset), 0);
        }
    }

    /** Evaluates for the effect: a call, a system call. */
    public void run(Expression expression) {
        append(new Statement.Run(expression));
    }

    public void when(Expression condition, Runnable then) {
        when(condition, then, () -> {});
    }

    public void when(Expression condition, Runnable then, Runnable otherwise) {
        append(new Statement.If(condition, block(then), block(otherwise)));
    }

    /** Without end, but for {@link #breakLoop} and {@link #give}. */
    public void loop(Runnable pass) {
        loopWhile(Form.number(1), pass);
    }

    /** The condition is tested before each pass. */
    public void loopWhile(Expression condition, Runnable pass) {
        loops++;
        List<Statement> block = block(pass);
        loops--;
        append(new Statement.Loop(condition, block));
    }

    public void breakLoop() {
        requireLoop("breakLoop");
        append(new Statement.Break());
    }

    public void continueLoop() {
        requireLoop("continueLoop");
        append(new Statement.Continue());
    }

    /** Ends the function with a value. */
    public void give(Expression value) {
        append(new Statement.Return(value));
    }

    /** Ends the function with a value. */
    public void give(long value) {
        give(Form.number(value));
    }

    /** Ends the function. */
    public void give() {
        give(0);
    }

    public List<Local> parameters() {
        return List.copyOf(parameters);
    }

    /** Without the parameters. */
    public List<Local> locals() {
        return List.copyOf(locals);
    }

    public List<Buffer> buffers() {
        return List.copyOf(buffers);
    }

    public List<Statement> statements() {
        return List.copyOf(body);
    }

    private List<Statement> block(Runnable content) {
        List<Statement> statements = new ArrayList<>();
        blocks.push(statements);
        content.run();
        blocks.pop();
        return List.copyOf(statements);
    }

    private void append(Statement statement) {
        blocks.element().add(statement);
    }

    private void requireLoop(String word) {
        if (loops == 0) {
            throw new IllegalStateException(word + " outside a loop in " + function);
        }
    }
}
