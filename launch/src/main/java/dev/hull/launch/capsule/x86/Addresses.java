package dev.hull.launch.capsule.x86;

import dev.hull.launch.capsule.form.Expression;
import dev.hull.launch.capsule.form.Function;
import dev.hull.launch.capsule.form.Space;
import dev.hull.launch.capsule.form.Word;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The labels of what has an address: functions, read-only data (equal bytes once), words and spaces. */
final class Addresses {
    /** Bytes that are equal by content. */
    record Bytes(byte[] content) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(content);
        }
    }

    private final Map<Function, Label> functions = new HashMap<>();
    private final Map<Bytes, Label> data = new LinkedHashMap<>();
    private final Map<Word, Label> words = new LinkedHashMap<>();
    private final Map<Space, Label> spaces = new LinkedHashMap<>();

    Label of(Function function) {
        return functions.computeIfAbsent(function, it -> new Label(it.name()));
    }

    Label of(Word word) {
        return words.computeIfAbsent(word, it -> new Label(it.name()));
    }

    /** The label of an expression that is a constant address, or null. */
    @Nullable
    Label of(Expression expression) {
        return switch (expression) {
            case Expression.Data(byte[] bytes) -> data.computeIfAbsent(new Bytes(bytes), _ -> new Label("data"));
            case Expression.WordAddress(Word word) -> of(word);
            case Space space -> spaces.computeIfAbsent(space, it -> new Label(it.name()));
            default -> null;
        };
    }

    Map<Bytes, Label> data() {
        return data;
    }

    Map<Word, Label> words() {
        return words;
    }

    Map<Space, Label> spaces() {
        return spaces;
    }
}
