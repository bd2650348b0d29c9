package dev.hull.launch;

import java.util.List;
import java.util.StringJoiner;

/** A JSON object on one line, as far as an explanation needs it. */
final class JsonObject {
    private final StringJoiner members = new StringJoiner(", ", "{", "}");

    JsonObject put(String name, String value) {
        members.add(quoted(name) + ": " + quoted(value));
        return this;
    }

    JsonObject put(String name, long value) {
        members.add(quoted(name) + ": " + value);
        return this;
    }

    JsonObject put(String name, List<String> values) {
        StringJoiner array = new StringJoiner(", ", "[", "]");
        values.forEach(value -> array.add(quoted(value)));
        members.add(quoted(name) + ": " + array);
        return this;
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    @Override
    public String toString() {
        return members.toString();
    }
}
