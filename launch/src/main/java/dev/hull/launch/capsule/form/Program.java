package dev.hull.launch.capsule.form;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole program: functions, zeroed global memory, and the function that the kernel starts.
 *
 * <pre>{@code
 * import static dev.hull.launch.capsule.form.Form.*;
 *
 * Program program = new Program();
 * Function length = program.function("length").is(code -> {
 *     Local text = code.parameter("text");
 *     Local end = code.local("end", text);
 *     code.loopWhile(u8(end), () -> code.set(end, end.plus(1)));
 *     code.give(end.minus(text));
 * });
 * program.starts(program.function("start").is(code -> {
 *     Local stack = code.parameter("stack");              // argc, argv[0], ..., NULL, envp[0], ..., NULL
 *     Local name = code.local("name", u64(stack, 8));
 *     code.when(u64(stack).isLess(1), () -> code.run(syscall(Syscall.EXIT_GROUP, number(125))));
 *     code.run(syscall(Syscall.WRITE, number(1), name, length.call(name)));
 *     code.run(syscall(Syscall.EXIT_GROUP, number(0)));
 * }));
 * }</pre>
 *
 * <p>Everything is a 64-bit word. Operands and arguments are evaluated from left to right. A system call gives what the
 * kernel gives: a negated errno on failure ({@link Expression#isError}).
 */
public final class Program {
    private final List<Function> functions = new ArrayList<>();
    private final List<Space> spaces = new ArrayList<>();
    private final List<Word> words = new ArrayList<>();
    private @Nullable Function start;

    /** Declares a function; {@link Function#is} defines it. What is declared can be called, so functions may recurse. */
    public Function function(String name) {
        Function function = new Function(name);
        functions.add(function);
        return function;
    }

    /** A global 64-bit word, zero at the start. */
    public Word word(String name) {
        Word word = new Word(name);
        words.add(word);
        return word;
    }

    /** The address of {@code size} global bytes, zero at the start, aligned to 16. Pages never touched cost nothing. */
    public Space space(String name, int size) {
        Space space = new Space(name, size);
        spaces.add(space);
        return space;
    }

    /**
     * Makes a function the one that the kernel starts. Its one parameter is the address of the initial stack: argc, argv,
     * NULL, environment, NULL. It must not return: it ends in exit_group(2) or execve(2).
     */
    public void starts(Function function) {
        start = function;
    }

    public Function start() {
        if (start == null) {
            throw new IllegalStateException("no function starts the program");
        }
        return start;
    }

    public List<Function> functions() {
        return List.copyOf(functions);
    }

    public List<Word> words() {
        return List.copyOf(words);
    }

    public List<Space> spaces() {
        return List.copyOf(spaces);
    }
}
