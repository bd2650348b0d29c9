package dev.hull.cli;

import dev.hull.cli.verb.AttachVerb;
import dev.hull.cli.verb.CompletionVerb;
import dev.hull.cli.verb.ContainerPruneVerb;
import dev.hull.cli.verb.CreateVerb;
import dev.hull.cli.verb.DiffVerb;
import dev.hull.cli.verb.EventsVerb;
import dev.hull.cli.verb.ExecVerb;
import dev.hull.cli.verb.HelpVerb;
import dev.hull.cli.verb.InfoVerb;
import dev.hull.cli.verb.InspectVerb;
import dev.hull.cli.verb.KillVerb;
import dev.hull.cli.verb.LogsVerb;
import dev.hull.cli.verb.PauseVerb;
import dev.hull.cli.verb.PruneVerb;
import dev.hull.cli.verb.PsVerb;
import dev.hull.cli.verb.ReapVerb;
import dev.hull.cli.verb.RenameVerb;
import dev.hull.cli.verb.RestartVerb;
import dev.hull.cli.verb.RmVerb;
import dev.hull.cli.verb.RunVerb;
import dev.hull.cli.verb.StartVerb;
import dev.hull.cli.verb.StatsVerb;
import dev.hull.cli.verb.StopVerb;
import dev.hull.cli.verb.TopVerb;
import dev.hull.cli.verb.UnpauseVerb;
import dev.hull.cli.verb.UpdateVerb;
import dev.hull.cli.verb.VersionVerb;
import dev.hull.cli.verb.VolumeCreateVerb;
import dev.hull.cli.verb.VolumeInspectVerb;
import dev.hull.cli.verb.VolumeLsVerb;
import dev.hull.cli.verb.VolumePruneVerb;
import dev.hull.cli.verb.VolumeRmVerb;
import dev.hull.cli.verb.WaitVerb;
import dev.hull.cli.verb.WhyVerb;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The list of verbs: the one place that names them all. */
public final class Verbs {
    /** In the order of {@code hull help}. */
    private static final List<String> NAMES = List.of(
            "run",
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
    static String canonical(String group, String word) {
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

    static boolean isGroup(String word) {
        return word.equals("volume") || word.equals("container") || word.equals("system");
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
