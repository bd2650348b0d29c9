package dev.hull.cli.verb;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.command.Verb;
import dev.hull.cli.option.Arguments;
import dev.hull.cli.option.Completes;
import dev.hull.cli.option.Help;
import dev.hull.cli.option.Manual;
import dev.hull.cli.option.OptionTable;
import dev.hull.cli.option.UsageException;
import java.util.List;

/** {@code hull help [VERB]}. */
public final class HelpVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "help",
                "[VERB]",
                "list the verbs, or show one verb's page",
                0,
                2,
                OptionTable.Order.ANYWHERE,
                Completes.VERB,
                List.of());
    }

    @Override
    public Manual manual() {
        return new Manual("Without a verb, lists all of them. With one, shows its page.", List.of(), List.of());
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        if (arguments.operands().isEmpty()) {
            list(invocation);
            return 0;
        }
        String name = String.join(" ", arguments.operands());
        Verb verb = Verbs.find(name);
        if (verb == null) {
            throw new UsageException("help: there is no verb " + name + "; hull help lists them");
        }
        invocation.out().print(Help.page(verb.options(), verb.manual(), invocation.columns()));
        return 0;
    }

    private static void list(Invocation invocation) {
        invocation.out().println("hull runs a program inside the isolation you choose.\n");
        invocation.out().println("usage: hull VERB [OPTION...] ...\n");
        int width = 0;
        for (String name : Verbs.names()) {
            width = Math.max(width, name.length());
        }
        for (String name : Verbs.names()) {
            Verb verb = Verbs.find(name);
            if (verb != null) {
                invocation
                        .out()
                        .println("  " + name + " ".repeat(width - name.length() + 2)
                                + verb.options().summary());
            }
        }
        invocation.out().println("\nhull VERB --help shows a verb's page.");
    }
}
