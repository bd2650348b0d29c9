package dev.hull.launch;

import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.StringJoiner;

/**
 * Calls in strace's notation, with the plan's own words where strace would have a number: {@code fchdir(<the new root>)}.
 */
final class CallText {
    /** Bytes of a string that are shown. */
    private static final int SHOWN = 256;

    private final KnownSlots known;
    /** The first step that each buffer occurs in: its name. */
    private final IdentityHashMap<Argument.Buffer, String> buffers = new IdentityHashMap<>();

    CallText(LaunchPlan plan) {
        known = plan.known();
        name(known.stdinPipe, "stdin's pipe");
        name(known.stdoutPipe, "stdout's pipe");
        name(known.stderrPipe, "stderr's pipe");
        name(known.reportPipe, "the report pipe");
        name(known.windowSize, "the terminal's size");
        for (int id = 0; id < plan.steps().size(); id++) {
            nameBuffers("buffer " + id, plan.steps().get(id).arguments());
        }
    }

    private void name(Argument.Buffer buffer, String name) {
        buffers.putIfAbsent(buffer, name);
    }

    private void nameBuffers(String name, List<Argument> arguments) {
        for (Argument argument : arguments) {
            switch (argument) {
                case Argument.Buffer buffer -> name(buffer, name);
                case Argument.BufferAddress address -> name(address.buffer(), name);
                case Argument.BufferValue value -> name(value.buffer(), name);
                case Argument.Struct struct -> nameBuffers(name, struct.words());
                default -> {
                    // has no buffer
                }
            }
        }
    }

    /** The whole step: {@code openat(AT_FDCWD, "/", O_PATH) = <the old root>}. */
    String of(Step step) {
        return step.result() == null ? call(step) : call(step) + " = <" + step.result() + ">";
    }

    /** Without the result. */
    String call(Step step) {
        return verb(step) + arguments(step);
    }

    private static String verb(Step step) {
        return switch (step.operation()) {
            case SYSCALL, SPAWN, EXEC -> step.syscall().kernelName();
            case DECIMAL -> "decimal";
            case COMPARE -> "compare";
            case RUN -> "run";
            case NOTIFY -> "ask the engine";
            case KILL_CGROUP -> "kill all of";
            case SUPERVISE -> "stay as init of a child";
        };
    }

    private String arguments(Step step) {
        StringJoiner text = new StringJoiner(", ", "(", ")");
        for (Argument argument : step.arguments()) {
            text.add(of(argument));
        }
        return text.toString();
    }

    private String of(Argument argument) {
        return switch (argument) {
            case Argument.Value value -> value.meaning();
            case Argument.Bytes bytes -> quoted(bytes.bytes());
            case Argument.Buffer buffer -> contents(buffer);
            case Argument.Struct struct -> struct(struct);
            case Argument.SlotValue value -> "<" + value.slot() + ">";
            case Argument.SlotAddress address -> "[<" + address.slot() + ">]";
            case Argument.BufferValue value -> "<" + part(value) + ">";
            case Argument.BufferAddress address ->
                "[" + nameOf(address.buffer()) + (address.offset() == 0 ? "" : " + " + address.offset()) + "]";
        };
    }

    private String contents(Argument.Buffer buffer) {
        byte first = buffer.size() == 0 ? 0 : buffer.contents()[0];
        return first > 0 ? quoted(buffer.contents()) : "[" + nameOf(buffer) + ", " + buffer.size() + " bytes]";
    }

    /** A pipe's ends have names; other parts have places. */
    private String part(Argument.BufferValue value) {
        boolean isPipe = known.orderedBuffers().indexOf(value.buffer()) >= 0 && value.buffer() != known.windowSize;
        String name = nameOf(value.buffer());
        if (isPipe) {
            return name + (value.offset() == 0 ? ": read end" : ": write end");
        }
        return name + ", bytes " + value.offset() + " to " + (value.offset() + value.width() - 1);
    }

    private String nameOf(Argument.Buffer buffer) {
        return buffers.getOrDefault(buffer, "a buffer");
    }

    /** An array of strings in brackets, anything else in braces. */
    private String struct(Argument.Struct struct) {
        boolean strings = !struct.words().isEmpty()
                && struct.words().getLast() instanceof Argument.Value last
                && last.value() == 0
                && struct.words().stream()
                        .limit(struct.words().size() - 1L)
                        .allMatch(word -> word instanceof Argument.Bytes || word instanceof Argument.Buffer);
        StringJoiner text = strings ? new StringJoiner(", ", "[", "]") : new StringJoiner(", ", "{", "}");
        for (Argument word : struct.words()) {
            text.add(of(word));
        }
        return text.toString();
    }

    /** As strace prints a string: without its NUL, other bytes as octal or \n, \t; cut off with dots. */
    static String quoted(byte[] bytes) {
        int length = bytes.length;
        if (length > 0 && bytes[length - 1] == 0) {
            length--;
        }
        int shown = Math.min(length, SHOWN);
        StringBuilder text = new StringBuilder("\"");
        String decoded = new String(bytes, 0, shown, StandardCharsets.ISO_8859_1);
        for (int i = 0; i < shown; i++) {
            char c = decoded.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c >= ' ' && c < 0x7f) {
                        text.append(c);
                    } else {
                        text.append('\\').append(Integer.toOctalString(c));
                    }
                }
            }
        }
        return text.append('"').append(shown < length ? "..." : "").toString();
    }
}
