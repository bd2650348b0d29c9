package dev.hull.cli.option;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A verb's command line, parsed: what each option was given, and the operands. */
public final class Arguments {
    private final Map<String, List<String>> given = new HashMap<>();
    private final List<String> operands = new ArrayList<>();

    void add(Option option, String value) {
        List<String> values = given.computeIfAbsent(option.name(), name -> new ArrayList<>(1));
        if (option.kind() != Option.Kind.LIST) {
            values.clear();
        }
        values.add(value);
    }

    void addOperand(String word) {
        operands.add(word);
    }

    /** True if the option was on the command line, whatever its value. */
    public boolean has(String option) {
        return given.containsKey(option);
    }

    public boolean flag(String option) {
        return flag(option, false);
    }

    public boolean flag(String option, boolean otherwise) {
        List<String> values = given.get(option);
        return values == null ? otherwise : values.getLast().equals("true");
    }

    /** The value of an option that was given, or null. */
    public @Nullable String text(String option) {
        List<String> values = given.get(option);
        return values == null ? null : values.getLast();
    }

    public String text(String option, String otherwise) {
        List<String> values = given.get(option);
        return values == null ? otherwise : values.getLast();
    }

    public List<String> list(String option) {
        return given.getOrDefault(option, List.of());
    }

    public List<String> operands() {
        return operands;
    }

    public String operand(int index) {
        return operands.get(index);
    }
}
