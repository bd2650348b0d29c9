package dev.hull.cli.verb;

import dev.hull.cli.command.Verb;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The list of verbs: the one place that names them all. */
public final class Verbs {
    /** In the order of {@code hull help}. */
    private static final List<String> NAMES = List.of(
            "run",
            "explain",
            "create",
            "start",
            "stop",
            "restart",
            "kill",
            "pause",
            "unpause",
            "wait",
            "rm",
            "ps",
            "inspect",
            "logs",
            "attach",
            "exec",
            "top",
            "stats",
            "cp",
            "diff",
            "rename",
            "update",
            "events",
            "prune",
            "container prune",
            "volume create",
            "volume ls",
            "volume inspect",
            "volume rm",
            "volume prune",
            "info",
            "version",
            "completion",
            "help");

    private Verbs() {}

    /** The verb of that name (two words for one of a group), or null. Makes no other verb: a cold start counts classes. */
    public static @Nullable Verb find(String name) {
        return switch (name) {
            case "run" -> new RunVerb();
            case "explain" -> new ExplainVerb();
            case "create" -> new CreateVerb();
            case "start" -> new StartVerb();
            case "stop" -> new StopVerb();
            case "restart" -> new RestartVerb();
            case "kill" -> new KillVerb();
            case "pause" -> new PauseVerb();
            case "unpause" -> new UnpauseVerb();
            case "wait" -> new WaitVerb();
            case "rm" -> new RmVerb();
            case "ps" -> new PsVerb();
            case "inspect" -> new InspectVerb();
            case "logs" -> new LogsVerb();
            case "attach" -> new AttachVerb();
            case "exec" -> new ExecVerb();
            case "top" -> new TopVerb();
            case "stats" -> new StatsVerb();
            case "cp" -> new CpVerb();
            case "diff" -> new DiffVerb();
            case "rename" -> new RenameVerb();
            case "update" -> new UpdateVerb();
            case "events" -> new EventsVerb();
            case "prune" -> new PruneVerb();
            case "container prune" -> new ContainerPruneVerb();
            case "volume create" -> new VolumeCreateVerb();
            case "volume ls" -> new VolumeLsVerb();
            case "volume inspect" -> new VolumeInspectVerb();
            case "volume rm" -> new VolumeRmVerb();
            case "volume prune" -> new VolumePruneVerb();
            case "info" -> new InfoVerb();
            case "version" -> new VersionVerb();
            case "completion" -> new CompletionVerb();
            case "help" -> new HelpVerb();
            case "_why" -> new WhyVerb();
            case "_reap" -> new ReapVerb();
            default -> null;
        };
    }

    /** The verb that docker calls {@code group word}: {@code container ls} is ps. */
    public static String canonical(String group, String word) {
        return switch (group + " " + word) {
            case "volume list" -> "volume ls";
            case "volume remove" -> "volume rm";
            case "container ls", "container list" -> "ps";
            case "container remove" -> "rm";
            case "container prune" -> "container prune";
            case "system events", "system info", "system prune" -> word;
            default -> group.equals("container") ? word : group + " " + word;
        };
    }

    /** The names of all verbs that are for people. */
    public static List<String> names() {
        return NAMES;
    }

    public static boolean isGroup(String word) {
        return word.equals("volume") || word.equals("container") || word.equals("system");
    }

    public static List<String> ofGroup(String group) {
        List<String> found = new ArrayList<>();
        for (String name : NAMES) {
            if (name.startsWith(group + " ")) {
                found.add(name.substring(group.length() + 1));
            }
        }
        return found;
    }
}
