package dev.hull.cli;

import dev.hull.cli.verb.CreateVerb;
import dev.hull.cli.verb.HelpVerb;
import dev.hull.cli.verb.KillVerb;
import dev.hull.cli.verb.PauseVerb;
import dev.hull.cli.verb.RmVerb;
import dev.hull.cli.verb.RunVerb;
import dev.hull.cli.verb.StopVerb;
import dev.hull.cli.verb.UnpauseVerb;
import dev.hull.cli.verb.VersionVerb;
import dev.hull.cli.verb.WaitVerb;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The list of verbs: the one place that names them all. */
public final class Verbs {
    /** In the order of {@code hull help}. */
    private static final List<String> NAMES =
            List.of("run", "create", "stop", "kill", "pause", "unpause", "wait", "rm", "version", "help");

    private Verbs() {}

    /** The verb of that name (two words for one of a group), or null. Makes no other verb: a cold start counts classes. */
    public static @Nullable Verb find(String name) {
        return switch (name) {
            case "run" -> new RunVerb();
            case "create" -> new CreateVerb();
            case "stop" -> new StopVerb();
            case "kill" -> new KillVerb();
            case "pause" -> new PauseVerb();
            case "unpause" -> new UnpauseVerb();
            case "wait" -> new WaitVerb();
            case "rm" -> new RmVerb();
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
