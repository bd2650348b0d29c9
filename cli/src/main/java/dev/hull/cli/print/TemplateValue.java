package dev.hull.cli.print;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What templates can do with a value, in Go's way: print it, ask whether it is true, take a field, go through it. */
final class TemplateValue {
    /** What Go prints for a key that a map does not have. */
    static final String MISSING = "<no value>";

    private TemplateValue() {}

    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> MISSING;
            case Map<?, ?> map -> {
                StringJoiner text = new StringJoiner(" ", "map[", "]");
                Map<String, Object> sorted = new TreeMap<>();
                map.forEach((key, element) -> sorted.put(String.valueOf(key), text(element)));
                sorted.forEach((key, element) -> text.add(key + ":" + element));
                yield text.toString();
            }
            case List<?> list -> {
                StringJoiner text = new StringJoiner(" ", "[", "]");
                list.forEach(element -> text.add(text(element)));
                yield text.toString();
            }
            case Double number
            when number == Math.rint(number) && Math.abs(number) < 1e15 -> String.valueOf(number.longValue());
            default -> String.valueOf(value);
        };
    }

    /** False for false, zero, nothing and what is empty. */
    static boolean isTrue(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean truth -> truth;
            case Number number -> number.doubleValue() != 0;
            case String text -> !text.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            case List<?> list -> !list.isEmpty();
            default -> true;
        };
    }

    static @Nullable Object field(@Nullable Object value, String name, List<@Nullable Object> arguments) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new TemplateException(
                    "." + name + ": " + (value == null ? "nothing" : text(value)) + " has no fields");
        }
        if (!map.containsKey(name)) {
            if (!name.isEmpty() && Character.isUpperCase(name.charAt(0))) {
                throw new TemplateException("." + name + ": there is no such field; there are " + fields(map));
            }
            return null;
        }
        Object found = map.get(name);
        if (found instanceof Template.Method method) {
            return method.call(arguments);
        }
        if (!arguments.isEmpty()) {
            throw new TemplateException("." + name + " takes no arguments");
        }
        return found;
    }

    private static String fields(Map<?, ?> map) {
        StringJoiner names = new StringJoiner(", ");
        map.keySet().forEach(name -> names.add("." + name));
        return names.toString();
    }

    /** Index (or key, in order) and element. */
    static Map<Object, @Nullable Object> elements(@Nullable Object value) {
        Map<Object, @Nullable Object> elements = new LinkedHashMap<>();
        switch (value) {
            case null -> {}
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> sorted = new TreeMap<>();
                map.forEach((key, element) -> sorted.put(String.valueOf(key), element));
                elements.putAll(sorted);
            }
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    elements.put((long) i, list.get(i));
                }
            }
            case Number number -> {
                for (long i = 0; i < number.longValue(); i++) {
                    elements.put(i, i);
                }
            }
            default -> throw new TemplateException("range over " + text(value) + ": it is neither list nor map");
        }
        return elements;
    }
}
