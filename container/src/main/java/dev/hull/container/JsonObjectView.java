package dev.hull.container;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A JSON object with its place in the document: each property read is checked, and none may be left unread. */
final class JsonObjectView {
    private final JsonObject object;
    private final String path;
    private final Set<String> read = new HashSet<>();

    private JsonObjectView(JsonObject object, String path) {
        this.object = object;
        this.path = path;
    }

    static JsonObjectView of(JsonElement element, String path) {
        if (!element.isJsonObject()) {
            throw wrong(path, element, "an object");
        }
        return new JsonObjectView(element.getAsJsonObject(), path);
    }

    /** Ends the reading: a property that nobody asked for would be silently without effect. */
    void finish() {
        for (String name : object.keySet()) {
            if (!read.contains(name)) {
                throw new SpecException(at(name), "this property is not supported");
            }
        }
    }

    String at(String name) {
        return path + '.' + name;
    }

    @Nullable
    JsonElement element(String name) {
        read.add(name);
        JsonElement element = object.get(name);
        return element == null || element.isJsonNull() ? null : element;
    }

    <T extends @Nullable Object> T required(String name, @Nullable T value) {
        if (value == null) {
            throw new SpecException(at(name), "is missing");
        }
        return value;
    }

    @Nullable
    JsonObjectView object(String name) {
        JsonElement element = element(name);
        return element == null ? null : of(element, at(name));
    }

    @Nullable
    String text(String name) {
        JsonElement element = element(name);
        return element == null ? null : text(element, at(name));
    }

    boolean flag(String name) {
        JsonElement element = element(name);
        if (element == null) {
            return false;
        }
        if (element instanceof JsonPrimitive primitive && primitive.isBoolean()) {
            return primitive.getAsBoolean();
        }
        throw wrong(at(name), element, "true or false");
    }

    @Nullable
    Long number(String name) {
        return number(name, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    @Nullable
    Long number(String name, long minimum, long maximum) {
        JsonElement element = element(name);
        return element == null ? null : number(element, at(name), minimum, maximum);
    }

    @Nullable
    Integer integer(String name, int minimum, int maximum) {
        Long number = number(name, minimum, maximum);
        return number == null ? null : Math.toIntExact(number);
    }

    List<String> texts(String name) {
        return list(name, JsonObjectView::text);
    }

    /** An array of objects. */
    <T> List<T> objects(String name, Function<JsonObjectView, T> reader) {
        return list(name, (element, at) -> {
            JsonObjectView view = of(element, at);
            T value = reader.apply(view);
            view.finish();
            return value;
        });
    }

    <T> List<T> list(String name, ElementReader<T> reader) {
        JsonElement element = element(name);
        if (element == null) {
            return List.of();
        }
        if (!(element instanceof JsonArray array)) {
            throw wrong(at(name), element, "an array");
        }
        List<T> list = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            list.add(reader.read(array.get(i), at(name) + '[' + i + ']'));
        }
        return list;
    }

    /** An object whose property names are data. */
    <T> Map<String, T> map(String name, ElementReader<T> reader) {
        JsonElement element = element(name);
        Map<String, T> map = new LinkedHashMap<>();
        if (element == null) {
            return map;
        }
        if (!element.isJsonObject()) {
            throw wrong(at(name), element, "an object");
        }
        for (Map.Entry<String, JsonElement> entry : element.getAsJsonObject().entrySet()) {
            map.put(entry.getKey(), reader.read(entry.getValue(), at(name) + '.' + entry.getKey()));
        }
        return map;
    }

    Map<String, String> textMap(String name) {
        return map(name, JsonObjectView::text);
    }

    /** What is wrong with a value that a record refuses is told with the value's place. */
    <T> T checked(java.util.function.Supplier<T> constructor) {
        try {
            return constructor.get();
        } catch (SpecException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            SpecException located = new SpecException(path, String.valueOf(e.getMessage()));
            located.initCause(e);
            throw located;
        }
    }

    static String text(JsonElement element, String path) {
        if (element instanceof JsonPrimitive primitive && primitive.isString()) {
            return primitive.getAsString();
        }
        throw wrong(path, element, "a string");
    }

    static long number(JsonElement element, String path, long minimum, long maximum) {
        if (!(element instanceof JsonPrimitive primitive && primitive.isNumber())) {
            throw wrong(path, element, "a number");
        }
        long value;
        try {
            value = new BigDecimal(primitive.getAsString()).longValueExact();
        } catch (ArithmeticException e) {
            throw wrong(path, element, "a whole number of 64 bits");
        }
        if (value < minimum || value > maximum) {
            throw new SpecException(path, value + " is not within " + minimum + ".." + maximum);
        }
        return value;
    }

    private static SpecException wrong(String path, JsonElement element, String wanted) {
        String shown = element.toString();
        return new SpecException(
                path, (shown.length() > 40 ? shown.substring(0, 40) + "..." : shown) + " is not " + wanted);
    }

    /** Reads one element of an array or a map. */
    interface ElementReader<T> {
        T read(JsonElement element, String path);
    }
}
