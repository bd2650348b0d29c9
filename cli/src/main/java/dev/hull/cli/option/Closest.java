package dev.hull.cli.option;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** "Did you mean": the word that a mistyped one is nearest to. */
public final class Closest {
    private Closest() {}

    /** The candidate within two edits (a third of the word's length, at least one), or null. */
    public static @Nullable String to(String word, List<String> candidates) {
        int best = Math.max(1, Math.min(2, word.length() / 3)) + 1;
        String closest = null;
        for (String candidate : candidates) {
            int distance = distance(word, candidate);
            if (distance < best) {
                best = distance;
                closest = candidate;
            }
        }
        return closest;
    }

    /** {@code "; did you mean --x?"}, or the way to the list of options. */
    static String option(OptionTable table, String name) {
        List<String> names = new ArrayList<>();
        for (Subject subject : table.subjects()) {
            for (Option option : subject.options()) {
                names.add(option.name());
            }
        }
        String closest = to(name, names);
        return closest == null ? "; hull " + table.verb() + " --help lists them" : "; did you mean --" + closest + "?";
    }

    /** The word as it can be shown in an error: quoted, with control characters made visible. */
    public static String quote(String word) {
        StringBuilder text = new StringBuilder(word.length() + 2).append('"');
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            switch (c) {
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '"' -> text.append("\\\"");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        text.append("\\x")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        return text.append('"').toString();
    }

    /** Edits (insert, delete, replace, swap of neighbours) from one word to the other: optimal string alignment. */
    static int distance(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            cost[i][0] = i;
        }
        for (int j = 0; j <= to.length(); j++) {
            cost[0][j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            for (int j = 1; j <= to.length(); j++) {
                int replace = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replace, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[from.length()][to.length()];
    }
}
