package dev.hull.image;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON documents as maps, lists, strings, booleans and numbers, each type checked where it is taken.
 *
 * <p>Strict: RFC 8259, valid UTF-8, no key twice in an object (two readers could take different ones), at most
 * {@link #MAX_DEPTH} deep. Streams of tokens, not object mapping: the cold path reads with it.
 */
final class Json {
    static final int MAX_DEPTH = 32;

    private final String document;
    private final Map<String, @Nullable Object> values;

    private Json(String document, Map<String, @Nullable Object> values) {
        this.document = document;
        this.values = values;
    }

    /** @param document what an error calls it */
    static Json parse(String document, byte[] bytes) {
        try (JsonReader reader = new JsonReader(new StringReader(utf8(bytes)))) {
            reader.setStrictness(Strictness.STRICT);
            Object value = value(reader, 0);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new MalformedJsonException("something follows the document");
            }
            return new Json(document, object(document, "the document", value));
        } catch (MalformedJsonException | IllegalStateException | NumberFormatException e) {
            throw new ImageException("read", document, "no valid JSON: " + e.getMessage(), "", e);
        } catch (IOException e) {
            throw new ImageException("read", document, "no valid JSON: " + FileError.reason(e), "", e);
        }
    }

    private static String utf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static @Nullable Object value(JsonReader reader, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new MalformedJsonException("more than " + MAX_DEPTH + " levels deep");
        }
        return switch (reader.peek()) {
            case BEGIN_OBJECT -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                reader.beginObject();
                while (reader.hasNext()) {
                    String name = reader.nextName();
                    if (object.containsKey(name)) {
                        throw new MalformedJsonException("the key \"" + name + "\" twice in an object");
                    }
                    object.put(name, value(reader, depth + 1));
                }
                reader.endObject();
                yield object;
            }
            case BEGIN_ARRAY -> {
                List<@Nullable Object> array = new ArrayList<>();
                reader.beginArray();
                while (reader.hasNext()) {
                    array.add(value(reader, depth + 1));
                }
                reader.endArray();
                yield array;
            }
            case STRING -> reader.nextString();
            case NUMBER -> number(reader.nextString());
            case BOOLEAN -> reader.nextBoolean();
            case NULL -> {
                reader.nextNull();
                yield null;
            }
            case NAME, END_ARRAY, END_OBJECT, END_DOCUMENT -> throw new MalformedJsonException("a value is missing");
        };
    }

    private static Number number(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return new BigDecimal(text);
        }
    }

    boolean has(String key) {
        return values.get(key) != null;
    }

    /** A string, null if the key is not there. */
    @Nullable
    String text(String key) {
        Object value = values.get(key);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw wrong(document, key, "a string");
    }

    String text(String key, String otherwise) {
        String text = text(key);
        return text == null ? otherwise : text;
    }

    String requiredText(String key) {
        String text = text(key);
        if (text == null) {
            throw new ImageException("read", document, "\"" + key + "\" is missing", "");
        }
        return text;
    }

    /** A whole number, or the other value if the key is not there. */
    long number(String key, long otherwise) {
        Object value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Long number) {
            return number;
        }
        try {
            if (value instanceof BigDecimal number && number.scale() > -20) {
                return number.longValueExact();
            }
        } catch (ArithmeticException e) {
            throw wrong(document, key, "a whole number of 64 bits");
        }
        throw wrong(document, key, "a whole number");
    }

    /** The strings of an array; empty if the key is not there. */
    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Object value : list(key)) {
            if (!(value instanceof String text)) {
                throw wrong(document, key, "an array of strings");
            }
            texts.add(text);
        }
        return texts;
    }

    /** The objects of an array; empty if the key is not there. */
    List<Json> objects(String key) {
        List<Json> objects = new ArrayList<>();
        for (Object value : list(key)) {
            objects.add(new Json(document, object(document, key, value)));
        }
        return objects;
    }

    private List<?> list(String key) {
        return switch (values.get(key)) {
            case null -> List.of();
            case List<?> list -> list;
            default -> throw wrong(document, key, "an array");
        };
    }

    /** An object; an empty one if the key is not there. */
    Json object(String key) {
        Object value = values.get(key);
        return new Json(document, value == null ? Map.of() : object(document, key, value));
    }

    /** The keys, in the document's order. */
    List<String> keys() {
        return List.copyOf(values.keySet());
    }

    /** An object whose values are strings; empty if the key is not there. */
    Map<String, String> textMap(String key) {
        Json object = object(key);
        Map<String, String> map = new LinkedHashMap<>();
        for (String name : object.keys()) {
            map.put(name, object.requiredText(name));
        }
        return map;
    }

    @SuppressWarnings("unchecked") // only value() makes maps, all of this type
    private static Map<String, @Nullable Object> object(String document, String key, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw wrong(document, key, "an object");
    }

    private static ImageException wrong(String document, String key, String expected) {
        return new ImageException("read", document, "\"" + key + "\" is not " + expected, "");
    }

    /** Writes maps, lists, strings, booleans and whole numbers. */
    static String write(Map<String, ?> object) {
        StringWriter text = new StringWriter();
        try (JsonWriter writer = new JsonWriter(text)) {
            writer.setIndent("  ");
            write(writer, object);
        } catch (IOException e) {
            throw new IllegalStateException("a string writer does not fail", e);
        }
        return text.append('\n').toString();
    }

    private static void write(JsonWriter writer, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> writer.nullValue();
            case Map<?, ?> map -> {
                writer.beginObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    writer.name((String) entry.getKey());
                    write(writer, entry.getValue());
                }
                writer.endObject();
            }
            case List<?> list -> {
                writer.beginArray();
                for (Object element : list) {
                    write(writer, element);
                }
                writer.endArray();
            }
            case Number number -> writer.value(number);
            case Boolean truth -> writer.value(truth);
            default -> writer.value((String) value);
        }
    }
}
