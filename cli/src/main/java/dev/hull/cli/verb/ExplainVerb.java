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
import dev.hull.cli.run.RequestReader;
import dev.hull.cli.run.RunOptions;
import dev.hull.engine.Hull;
import dev.hull.launch.Explanation;
import dev.hull.launch.LaunchPlan;
import java.util.ArrayList;
import java.util.List;

/** {@code hull explain}. */
public final class ExplainVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "explain",
                "IMAGE [COMMAND [ARG...]]",
                "tell what run would do, step by step",
                1,
                OptionTable.MANY,
                OptionTable.Order.BEFORE_OPERANDS,
                Completes.IMAGE,
                subjects());
    }

    @Override
    public Manual manual() {
        return new Manual(
                """
                Takes the options of hull run and prints the launch plan that it would perform: each step with its system call, its \
                arguments and its reason. Nothing is made or started.\
                """,
                List.of(
                        "hull explain --read-only host -- id", "The plan in words.",
                        "hull explain --format json host -- id", "The plan for a program."),
                Exits.PLAIN);
    }

    private static List<Subject> subjects() {
        List<Subject> subjects = new ArrayList<>(RunOptions.run());
        subjects.addFirst(Subject.of("How", Option.text(0, "format", "FORMAT", "json, or words by default")));
        return subjects;
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        String format = arguments.text("format", "");
        if (!format.isEmpty() && !format.equals("json")) {
            throw new UsageException("explain: --format " + format + ": json is expected");
        }
        try (Hull hull = invocation.hull()) {
            LaunchPlan plan = hull.explain(RequestReader.read(arguments, invocation));
            invocation.out().print(format.equals("json") ? Explanation.json(plan) : Explanation.text(plan));
        }
        return 0;
    }
}
