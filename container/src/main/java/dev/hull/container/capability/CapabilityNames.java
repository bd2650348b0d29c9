package dev.hull.container.capability;

import dev.hull.linux.Capability;
import java.util.Locale;

/** Names of capabilities as people write them: in any case, with or without {@code CAP_}. */
final class CapabilityNames {
    private CapabilityNames() {}

    /**
     * The capability of that name.
     *
     * @throws IllegalArgumentException for a name that is none, telling the nearest ones
     */
    static Capability parse(String name) {
        return Capability.byName(name.strip())
                .orElseThrow(() -> new IllegalArgumentException("unknown capability " + name + nearest(bare(name))));
    }

    /** Upper case, without {@code CAP_}. */
    static String bare(String name) {
        String upper = name.strip().toUpperCase(Locale.ROOT);
        return upper.startsWith("CAP_") ? upper.substring(4) : upper;
    }

    private static String nearest(String bare) {
        StringBuilder near = new StringBuilder();
        int best = 3;
        for (Capability capability : Capability.values()) {
            best = Math.min(best, distance(bare, bare(capability.name())));
        }
        for (Capability capability : Capability.values()) {
            boolean alike = best < 3 && distance(bare, bare(capability.name())) == best;
            boolean part = bare.length() >= 3 && bare(capability.name()).contains(bare);
            if (alike || part) {
                near.append(near.isEmpty() ? ": did you mean " : ", ").append(bare(capability.name()));
            }
        }
        return near.isEmpty()
                ? ": capabilities(7) lists them"
                : near.append('?').toString();
    }

    /** Levenshtein's distance: how many letters to insert, remove or replace. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
