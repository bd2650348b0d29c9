package dev.hull.cli.print;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plain values as JSON (RFC 8259). A byte that was no UTF-8 is written as the escape of its lone surrogate. */
public final class Json {
    private final StringBuilder out = new StringBuilder();
    private final String indent;

    private Json(String indent) {
        this.indent = indent;
    }

    /** On one line, without spaces. */
    public static String compact(@Nullable Object value) {
        return new Json("").write(value, 0).out.toString();
    }

    /** On many lines, indented by four spaces as {@code docker inspect} does. */
    public static String pretty(@Nullable Object value) {
        return new Json("    ").write(value, 0).out.toString();
    }

    private Json write(@Nullable Object value, int depth) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> map -> map(map, depth);
            case List<?> list -> list(list, depth);
            case Number number -> out.append(TemplateValue.text(number));
            case Boolean truth -> out.append(truth);
            default -> string(String.valueOf(value));
        }
        return this;
    }

    private void map(Map<?, ?> map, int depth) {
        out.append('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (entry.getValue() instanceof Template.Method) {
                continue;
            }
            separate(first, depth + 1);
            string(String.valueOf(entry.getKey()));
            out.append(indent.isEmpty() ? ":" : ": ");
            write(entry.getValue(), depth + 1);
            first = false;
        }
        end(first, depth, '}');
    }

    private void list(List<?> list, int depth) {
        out.append('[');
        boolean first = true;
        for (Object element : list) {
            separate(first, depth + 1);
            write(element, depth + 1);
            first = false;
        }
        end(first, depth, ']');
    }

    private void separate(boolean first, int depth) {
        if (!first) {
            out.append(',');
        }
        line(depth);
    }

    private void end(boolean empty, int depth, char bracket) {
        if (!empty) {
            line(depth);
        }
        out.append(bracket);
    }

    private void line(int depth) {
        if (!indent.isEmpty()) {
            out.append('\n').repeat(indent, depth);
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                out.append(c).append(text.charAt(++i));
            } else {
                character(c);
            }
        }
        out.append('"');
    }

    private void character(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c < ' ' || c == 0x7f || Character.isSurrogate(c)) {
                    out.append("\\u")
                            .append(Character.forDigit(c >> 12, 16))
                            .append(Character.forDigit(c >> 8 & 15, 16));
                    out.append(Character.forDigit(c >> 4 & 15, 16)).append(Character.forDigit(c & 15, 16));
                } else {
                    out.append(c);
                }
            }
        }
    }
}
