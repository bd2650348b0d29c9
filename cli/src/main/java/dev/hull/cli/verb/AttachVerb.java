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
import dev.hull.container.DetachKeys;
import dev.hull.engine.AttachOptions;
import dev.hull.engine.Container;
import dev.hull.engine.Hull;
import java.util.List;

/** {@code hull attach}. */
public final class AttachVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "attach",
                "CONTAINER",
                "connect to the terminal or the streams of a running container",
                1,
                1,
                OptionTable.Order.ANYWHERE,
                Completes.RUNNING_CONTAINER,
                List.of(Subject.of(
                        "Attaching",
                        Option.flag(0, "no-stdin", "Do not pass stdin on"),
                        Option.flag(0, "sig-proxy", "Pass signals on to the program; on by default"),
                        Option.text(0, "detach-keys", "KEYS", "Keys that detach the terminal, like ctrl-p,ctrl-q"))));
    }

    @Override
    public Manual manual() {
        return new Manual("""
            Shows what the program prints from now on and passes stdin on to it, if it was made with -i. Several clients can be \
            attached. hull logs shows what was printed before.\
            """, List.of("hull attach" + " --no-stdin" + " web", "Only watch."), RunVerb.EXITS);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        try (Hull hull = invocation.hull()) {
            Container container = hull.container(arguments.operand(0));
            boolean stdin =
                    !arguments.flag("no-stdin") && container.record().streams().interactive();
            RunVerb.checkTerminal(stdin && container.record().streams().tty(), invocation);
            AttachOptions options =
                    new AttachOptions(stdin, true, true, arguments.flag("sig-proxy", true), detachKeys(arguments));
            return invocation.perform(container.prepareAttach(options).plan().toString());
        }
    }

    static byte[] detachKeys(Arguments arguments) {
        try {
            return DetachKeys.parse(arguments.text("detach-keys"));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--detach-keys: " + e.getMessage());
        }
    }
}
