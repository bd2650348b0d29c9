package dev.hull.cli.verb;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The engine's JSON documents as the plain values that templates work on. */
final class Plain {
    private Plain() {}

    static Map<String, @Nullable Object> of(JsonObject object) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        object.entrySet().forEach(entry -> map.put(entry.getKey(), value(entry.getValue())));
        return map;
    }

    private static @Nullable Object value(JsonElement element) {
        return switch (element) {
            case JsonObject object -> of(object);
            case JsonArray array -> {
                List<@Nullable Object> list = new ArrayList<>();
                array.forEach(item -> list.add(value(item)));
                yield list;
            }
            case JsonPrimitive text when text.isString() -> text.getAsString();
            case JsonPrimitive truth when truth.isBoolean() -> truth.getAsBoolean();
            case JsonPrimitive number -> number(number.getAsBigDecimal());
            default -> null;
        };
    }

    private static Object number(java.math.BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0
                        && number.abs().compareTo(java.math.BigDecimal.valueOf(1L << 62)) < 0
                ? (Object) number.longValueExact()
                : (Object) number.doubleValue();
    }
}
