package dev.hull.cli.verb;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.command.Verb;
import dev.hull.cli.option.Arguments;
import dev.hull.cli.option.Completes;
import dev.hull.cli.option.Manual;
import dev.hull.cli.option.Option;
import dev.hull.cli.option.OptionTable;
import dev.hull.cli.option.Subject;
import dev.hull.cli.run.Environment;
import dev.hull.engine.Container;
import dev.hull.engine.ExecRequest;
import dev.hull.engine.Hull;
import java.util.List;

/** {@code hull exec}. */
public final class ExecVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "exec",
                "CONTAINER COMMAND [ARG...]",
                "run a further program in a running container",
                2,
                OptionTable.MANY,
                OptionTable.Order.BEFORE_OPERANDS,
                Completes.RUNNING_CONTAINER,
                List.of(
                        Subject.of(
                                "Program",
                                Option.list(
                                        'e', "env", "NAME[=VALUE]", "Set a variable; without a value, the caller's"),
                                Option.list(0, "env-file", "FILE", "Set the variables that a file lists, one a line")
                                        .completing(Completes.FILE),
                                Option.text('w', "workdir", "DIR", "Working directory inside"),
                                Option.text('u', "user", "USER[:GROUP]", "Run as this user"),
                                Option.flag(0, "privileged", "With all capabilities")),
                        Subject.of(
                                "Terminal and streams",
                                Option.flag('d', "detach", "Leave it running in the background"),
                                Option.flag('i', "interactive", "Keep stdin open, and pass the caller's on"),
                                Option.flag('t', "tty", "Give the program a terminal of its own"),
                                Option.text(0, "detach-keys", "KEYS", "Keys that detach the terminal"))));
    }

    @Override
    public Manual manual() {
        return new Manual("""
            Runs a program in the namespaces, the cgroup and with the powers of a running container. It has a keeper, a log and \
            an exit record of its own.\
            """, List.of("hull exec -it web sh", "A shell inside."), RunVerb.EXITS);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        boolean tty = arguments.flag("tty");
        boolean interactive = arguments.flag("interactive");
        boolean detach = arguments.flag("detach");
        RunVerb.checkTerminal(tty && interactive && !detach, invocation);
        ExecRequest request = new ExecRequest(
                arguments.operands().subList(1, arguments.operands().size()),
                Environment.read(arguments, invocation),
                arguments.text("workdir"),
                arguments.text("user"),
                tty,
                interactive,
                detach,
                arguments.flag("privileged"),
                AttachVerb.detachKeys(arguments));
        try (Hull hull = invocation.hull()) {
            Container container = hull.container(arguments.operand(0));
            return invocation.perform(container.prepareExec(request).plan().toString());
        }
    }
}
