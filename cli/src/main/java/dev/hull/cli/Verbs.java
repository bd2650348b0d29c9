package dev.hull.cli;

import dev.hull.cli.verb.HelpVerb;
import dev.hull.cli.verb.VersionVerb;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The list of verbs: the one place that names them all. */
public final class Verbs {
    /** In the order of {@code hull help}. */
    private static final List<String> NAMES = List.of("version", "help");

    private Verbs() {}

    /** The verb of that name (two words for one of a group), or null. Makes no other verb: a cold start counts classes. */
    public static @Nullable Verb find(String name) {
        return switch (name) {
            case "version" -> new VersionVerb();
            case "help" -> new HelpVerb();
            default -> null;
        };
    }

    /** The names of all verbs that are for people. */
    public static List<String> names() {
        return NAMES;
    }

    static boolean isGroup(String word) {
        return word.equals("volume") || word.equals("container");
    }

    static List<String> ofGroup(String group) {
        List<String> found = new ArrayList<>();
        for (String name : NAMES) {
            if (name.startsWith(group + " ")) {
                found.add(name.substring(group.length() + 1));
            }
        }
        return found;
    }
}
