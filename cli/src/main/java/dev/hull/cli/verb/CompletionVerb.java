package dev.hull.cli.verb;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.command.Verb;
import dev.hull.cli.option.Arguments;
import dev.hull.cli.option.Completes;
import dev.hull.cli.option.Completion;
import dev.hull.cli.option.Manual;
import dev.hull.cli.option.Option;
import dev.hull.cli.option.OptionTable;
import dev.hull.cli.option.Subject;
import dev.hull.cli.option.UsageException;
import dev.hull.linux.Capability;
import java.util.ArrayList;
import java.util.List;

/** {@code hull completion SHELL}. */
public final class CompletionVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "completion",
                "bash|zsh|fish",
                "print a completion script for a shell",
                0,
                1,
                OptionTable.Order.ANYWHERE,
                Completes.SHELL,
                List.of(Subject.of(
                        "Words for scripts",
                        Option.flag(0, "verbs", "Print the verbs"),
                        Option.flag(0, "capabilities", "Print the capabilities that the kernel knows"))));
    }

    @Override
    public Manual manual() {
        return new Manual(
                "Prints a script that makes the shell complete verbs, options, containers, volumes and files.",
                List.of(
                        "source <(hull completion bash)",
                        "For this bash.",
                        "hull completion zsh >\"${fpath[1]}/_hull\"",
                        "For every zsh.",
                        "hull completion fish >~/.config/fish/completions/hull.fish",
                        "For every fish."),
                Exits.PLAIN);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        if (arguments.flag("verbs")) {
            Verbs.names().forEach(invocation.out()::println);
        } else if (arguments.flag("capabilities")) {
            invocation.out().println("ALL");
            for (Capability capability : Capability.values()) {
                invocation.out().println(capability);
            }
        } else if (arguments.operands().isEmpty()) {
            throw new UsageException("completion: bash, zsh or fish is expected");
        } else {
            invocation.out().print(Completion.script(arguments.operand(0), tables()));
        }
        return 0;
    }

    private static List<OptionTable> tables() {
        List<OptionTable> tables = new ArrayList<>();
        for (String name : Verbs.names()) {
            Verb verb = Verbs.find(name);
            if (verb != null) {
                tables.add(verb.options());
            }
        }
        return tables;
    }
}
