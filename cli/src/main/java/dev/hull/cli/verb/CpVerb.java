package dev.hull.cli.verb;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.command.Verb;
import dev.hull.cli.option.Arguments;
import dev.hull.cli.option.Completes;
import dev.hull.cli.option.Manual;
import dev.hull.cli.option.Option;
import dev.hull.cli.option.OptionTable;
import dev.hull.cli.option.Subject;
import dev.hull.cli.option.UsageException;
import dev.hull.engine.Container;
import dev.hull.engine.Hull;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code hull cp}. */
public final class CpVerb implements Verb {
    /** One side of a copy: a path of this machine if {@code container} is null; {@code -} is a stream there. */
    private record Side(@Nullable String container, String path) {
        static Side of(String word) {
            int colon = word.indexOf(':');
            boolean local = colon <= 0 || word.startsWith("/") || word.startsWith(".");
            return local ? new Side(null, word) : new Side(word.substring(0, colon), word.substring(colon + 1));
        }

        boolean isStream() {
            return container == null && path.equals("-");
        }
    }

    @Override
    public OptionTable options() {
        return new OptionTable(
                "cp",
                "CONTAINER:SOURCE TARGET|- | SOURCE|- CONTAINER:TARGET",
                "copy files between a container and this machine",
                2,
                2,
                OptionTable.Order.ANYWHERE,
                Completes.CONTAINER,
                List.of(Subject.of(
                        "Copying",
                        Option.flag('a', "archive", "Keep owners and groups"),
                        Option.flag('L', "follow-link", "Follow a link that is the source"),
                        Option.flag('q', "quiet", "Say nothing of the progress: nothing is ever said"))));
    }

    @Override
    public Manual manual() {
        return new Manual(
                """
                Copies a file or a directory, whether the container runs or not. SOURCE/. means a directory's content. \
                A path of this machine that contains a colon begins with / or ./ .

                With - on this machine's side the files come or go as a tar archive.\
                """,
                List.of(
                        "hull cp web:/etc/motd .",
                        "Out of a container.",
                        "hull cp ./site/. web:/srv/site",
                        "A directory's content into it.",
                        "hull cp web:/var/log - | tar tv",
                        "What an archive of it holds."),
                Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        Side from = Side.of(arguments.operand(0));
        Side to = Side.of(arguments.operand(1));
        if ((from.container() == null) == (to.container() == null)) {
            throw new UsageException("cp: "
                    + (from.container() == null
                            ? "one side must be CONTAINER:PATH"
                            : "one side must be a path of this machine; copy in two steps"));
        }
        try (Hull hull = invocation.hull()) {
            if (from.container() != null) {
                out(arguments, invocation, hull.container(from.container()), from.path(), to);
            } else if (to.container() != null) {
                in(arguments, hull.container(to.container()), from, to.path());
            }
        }
        return 0;
    }

    private static void out(
            Arguments arguments, Invocation invocation, Container container, String source, Side target) {
        boolean follow = arguments.flag("follow-link");
        if (!target.isStream()) {
            container.copyOut(source, Path.of(target.path()).toAbsolutePath(), follow, arguments.flag("archive"));
        } else if (invocation.isTerminal(1)) {
            throw new UsageException("cp: a tar archive is not for a terminal; redirect stdout");
        } else {
            container.archive(source, follow, invocation.out());
        }
    }

    private static void in(Arguments arguments, Container container, Side source, String target) {
        boolean archive = arguments.flag("archive");
        if (source.isStream()) {
            container.extract(System.in, target, archive);
        } else {
            Path path = Path.of(source.path());
            // toAbsolutePath keeps the /. that means a directory's content; a Path alone drops it.
            boolean content = source.path().endsWith("/.");
            container.copyIn(
                    content ? path.toAbsolutePath().resolve(".") : path.toAbsolutePath(),
                    target,
                    arguments.flag("follow-link"),
                    archive);
        }
    }
}
