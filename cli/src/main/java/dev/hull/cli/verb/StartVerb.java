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
import dev.hull.engine.AttachOptions;
import dev.hull.engine.Container;
import dev.hull.engine.Hull;
import java.util.List;

/** {@code hull start}. */
public final class StartVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "start",
                "CONTAINER...",
                "start containers that do not run",
                1,
                OptionTable.MANY,
                OptionTable.Order.ANYWHERE,
                Completes.CONTAINER,
                List.of(Subject.of(
                        "Attaching",
                        Option.flag('a', "attach", "Show its output, pass signals on, end with its exit status"),
                        Option.flag('i', "interactive", "Pass stdin on"),
                        Option.text(0, "detach-keys", "KEYS", "Keys that detach the terminal, like ctrl-p,ctrl-q"),
                        Option.refused(0, "checkpoint", "NAME", "programs are not checkpointed"),
                        Option.refused(0, "checkpoint-dir", "DIR", "programs are not checkpointed"))));
    }

    @Override
    public Manual manual() {
        return new Manual(
                """
                Starts containers that were created, or have ended. With -a or -i there can be one only, and hull stays with it as \
                hull run does.\
                """,
                List.of(
                        "hull start web", "Start it in the background and print its name.",
                        "hull start -ai shell", "Start it and stay at its terminal."),
                RunVerb.EXITS);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        boolean attach = arguments.flag("attach") || arguments.flag("interactive");
        if (attach && arguments.operands().size() > 1) {
            throw new UsageException("start: --attach and --interactive are for one container at a time");
        }
        if (!attach) {
            return EachContainer.run(arguments, invocation, (container, reference) -> {
                Starting.start(container);
                return reference;
            });
        }
        try (Hull hull = invocation.hull()) {
            Container container = hull.container(arguments.operand(0));
            boolean stdin = arguments.flag("interactive");
            RunVerb.checkTerminal(stdin && container.record().streams().tty(), invocation);
            AttachOptions options = new AttachOptions(stdin, true, true, true, AttachVerb.detachKeys(arguments));
            return invocation.perform(container.prepareStart(options).plan().toString());
        }
    }
}
