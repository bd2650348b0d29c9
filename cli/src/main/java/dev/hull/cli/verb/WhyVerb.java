package dev.hull.cli.verb;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.command.Verb;
import dev.hull.cli.option.Arguments;
import dev.hull.cli.option.Completes;
import dev.hull.cli.option.Manual;
import dev.hull.cli.option.OptionTable;
import dev.hull.cli.option.UsageException;
import dev.hull.cli.value.Sizes;
import dev.hull.engine.Hull;
import java.util.List;

/** {@code hull _why}. */
public final class WhyVerb implements Verb {
    @Override
    public OptionTable options() {
        return new OptionTable(
                "_why",
                "ID STEP ERRNO",
                "say why a start failed",
                3,
                3,
                OptionTable.Order.ANYWHERE,
                Completes.NOTHING,
                List.of());
    }

    @Override
    public Manual manual() {
        return new Manual("""
            Called by the capsule. Prints the sentence of the step that failed and ends with the exit code of the failure.\
            """, List.of(), RunVerb.EXITS);
    }

    @Override
    public int run(Arguments arguments, Invocation invocation) {
        try (Hull hull = invocation.hull()) {
            throw hull.why(arguments.operand(0), number(arguments.operand(1)), number(arguments.operand(2)));
        }
    }

    private static int number(String text) {
        try {
            return Sizes.number(text, 0, Integer.MAX_VALUE);
        } catch (IllegalArgumentException e) {
            throw new UsageException("_why: " + text + ": " + e.getMessage());
        }
    }
}
