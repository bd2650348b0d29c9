package dev.hull.cli.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * {@code --filter KEY=VALUE}, as docker joins them: values of one key are alternatives, different keys must all hold.
 *
 * @param values of each key, in order
 */
public record Filters(Map<String, List<String>> values) {
    /**
     * @param known the keys that there are
     * @throws IllegalArgumentException for a key that is not known, or a filter without value
     */
    public static Filters parse(List<String> filters, Set<String> known) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String filter : filters) {
            int equals = filter.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException("KEY=VALUE is expected, not " + filter);
            }
            String key = filter.substring(0, equals);
            if (!known.contains(key)) {
                throw new IllegalArgumentException("there is no filter " + key + "; there are "
                        + String.join(", ", known.stream().sorted().toList()));
            }
            values.computeIfAbsent(key, any -> new ArrayList<>()).add(filter.substring(equals + 1));
        }
        return new Filters(values);
    }

    /** True if the key was not given, or one of its values passes. */
    public boolean any(String key, Predicate<String> passes) {
        List<String> given = values.get(key);
        return given == null || given.stream().anyMatch(passes);
    }

    /** True if all values of the key pass. */
    public boolean all(String key, Predicate<String> passes) {
        return values.getOrDefault(key, List.of()).stream().allMatch(passes);
    }

    /** True if {@code label=NAME} and {@code label=NAME=VALUE} all hold. */
    public boolean labels(String key, Map<String, String> labels) {
        return all(key, filter -> {
            int equals = filter.indexOf('=');
            return equals < 0
                    ? labels.containsKey(filter)
                    : filter.substring(equals + 1).equals(labels.get(filter.substring(0, equals)));
        });
    }
}
