package dev.hull.cli.print;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The functions of templates: Go's own, and those that docker adds ({@code json join split upper lower title pad}). */
final class TemplateFunctions {
    private TemplateFunctions() {}

    static @Nullable Object call(String name, List<@Nullable Object> arguments) {
        return switch (name) {
            case "json" -> Json.compact(argument(name, arguments, 0));
            case "upper" -> text(name, arguments, 0).toUpperCase(Locale.ROOT);
            case "lower" -> text(name, arguments, 0).toLowerCase(Locale.ROOT);
            case "title" -> title(text(name, arguments, 0));
            case "split" -> split(text(name, arguments, 0), text(name, arguments, 1));
            case "join" -> join(argument(name, arguments, 0), text(name, arguments, 1));
            case "pad" ->
                " ".repeat(integer(name, arguments, 1))
                        + text(name, arguments, 0)
                        + " ".repeat(integer(name, arguments, 2));
            case "truncate" -> {
                String text = text(name, arguments, 0);
                yield text.substring(0, Math.min(text.length(), integer(name, arguments, 1)));
            }
            case "println" -> words(arguments) + "\n";
            case "print" -> print(arguments);
            case "printf" -> TemplatePrintf.format(text(name, arguments, 0), arguments.subList(1, arguments.size()));
            case "len" -> (long) length(argument(name, arguments, 0));
            case "index" -> index(arguments);
            case "slice" -> slice(arguments);
            case "not" -> !TemplateValue.isTrue(argument(name, arguments, 0));
            case "and" -> firstThat(name, arguments, false);
            case "or" -> firstThat(name, arguments, true);
            case "eq" -> equalsAny(name, arguments);
            case "ne" -> !isEqual(argument(name, arguments, 0), argument(name, arguments, 1));
            case "lt" -> compare(name, arguments) < 0;
            case "le" -> compare(name, arguments) <= 0;
            case "gt" -> compare(name, arguments) > 0;
            case "ge" -> compare(name, arguments) >= 0;
            default -> throw new TemplateException("there is no function " + name);
        };
    }

    private static @Nullable Object argument(String function, List<@Nullable Object> arguments, int index) {
        if (index >= arguments.size()) {
            throw new TemplateException(function + " needs more arguments");
        }
        return arguments.get(index);
    }

    private static String text(String function, List<@Nullable Object> arguments, int index) {
        return TemplateValue.text(argument(function, arguments, index));
    }

    private static int integer(String function, List<@Nullable Object> arguments, int index) {
        if (argument(function, arguments, index) instanceof Number number && number.longValue() >= 0) {
            return number.intValue();
        }
        throw new TemplateException(function + ": " + text(function, arguments, index) + " is no length");
    }

    /** The first letter of each word in upper case. */
    private static String title(String text) {
        StringBuilder title = new StringBuilder(text);
        for (int i = 0; i < title.length(); i++) {
            if (i == 0 || title.charAt(i - 1) == ' ') {
                title.setCharAt(i, Character.toTitleCase(title.charAt(i)));
            }
        }
        return title.toString();
    }

    private static List<String> split(String text, String separator) {
        if (separator.isEmpty()) {
            return text.codePoints().mapToObj(Character::toString).toList();
        }
        return Arrays.asList(text.split(java.util.regex.Pattern.quote(separator), -1));
    }

    private static String join(@Nullable Object list, String separator) {
        if (!(list instanceof List<?> elements)) {
            throw new TemplateException("join: " + TemplateValue.text(list) + " is no list");
        }
        StringJoiner joined = new StringJoiner(separator);
        elements.forEach(element -> joined.add(TemplateValue.text(element)));
        return joined.toString();
    }

    private static String words(List<@Nullable Object> values) {
        StringJoiner words = new StringJoiner(" ");
        values.forEach(value -> words.add(TemplateValue.text(value)));
        return words.toString();
    }

    /** As Go's Print: a space between two neighbours of which neither is a string. */
    private static String print(List<@Nullable Object> values) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            if (i > 0 && !(values.get(i) instanceof String) && !(values.get(i - 1) instanceof String)) {
                text.append(' ');
            }
            text.append(TemplateValue.text(values.get(i)));
        }
        return text.toString();
    }

    private static int length(@Nullable Object value) {
        return switch (value) {
            case String text -> text.length();
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case null, default -> throw new TemplateException("len of " + TemplateValue.text(value));
        };
    }

    private static @Nullable Object index(List<@Nullable Object> arguments) {
        Object value = argument("index", arguments, 0);
        for (Object key : arguments.subList(1, arguments.size())) {
            value = switch (value) {
                // The zero value of docker's maps of strings.
                case Map<?, ?> map -> map.containsKey(key) ? map.get(key) : "";
                case List<?> list
                when key instanceof Number number -> {
                    if (number.longValue() < 0 || number.longValue() >= list.size()) {
                        throw new TemplateException("index " + key + " is outside of a list of " + list.size());
                    }
                    yield list.get(number.intValue());
                }
                case null, default ->
                    throw new TemplateException(
                            "index " + key + " of " + TemplateValue.text(value) + ": it is neither list nor map");
            };
        }
        return value;
    }

    private static Object slice(List<@Nullable Object> arguments) {
        Object value = argument("slice", arguments, 0);
        int size = length(value);
        int from = arguments.size() > 1 ? integer("slice", arguments, 1) : 0;
        int to = arguments.size() > 2 ? integer("slice", arguments, 2) : size;
        if (from > to || to > size) {
            throw new TemplateException("slice " + from + ".." + to + " is outside of 0.." + size);
        }
        return value instanceof String text
                ? text.substring(from, to)
                : new ArrayList<>((List<?>) value).subList(from, to);
    }

    /** The first argument that is (not) true, else the last. */
    private static @Nullable Object firstThat(String function, List<@Nullable Object> arguments, boolean truth) {
        Object last = argument(function, arguments, 0);
        for (Object argument : arguments) {
            last = argument;
            if (TemplateValue.isTrue(argument) == truth) {
                return argument;
            }
        }
        return last;
    }

    private static boolean equalsAny(String function, List<@Nullable Object> arguments) {
        Object first = argument(function, arguments, 0);
        argument(function, arguments, 1);
        for (Object other : arguments.subList(1, arguments.size())) {
            if (isEqual(first, other)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEqual(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Number a && other instanceof Number b) {
            return a.doubleValue() == b.doubleValue();
        }
        return Objects.equals(one, other);
    }

    private static int compare(String function, List<@Nullable Object> arguments) {
        Object one = argument(function, arguments, 0);
        Object other = argument(function, arguments, 1);
        if (one instanceof Number a && other instanceof Number b) {
            return Double.compare(a.doubleValue(), b.doubleValue());
        }
        if (one instanceof String a && other instanceof String b) {
            return a.compareTo(b);
        }
        throw new TemplateException(function + ": " + TemplateValue.text(one) + " and " + TemplateValue.text(other)
                + " cannot be compared");
    }
}
