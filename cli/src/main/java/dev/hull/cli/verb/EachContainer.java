package dev.hull.cli.verb;

import dev.hull.cli.command.Invocation;
import dev.hull.cli.option.Arguments;
import dev.hull.engine.Container;
import dev.hull.engine.Hull;
import dev.hull.engine.HullException;

/** Does something to each container that was named, prints the name of each that it was done to, and goes on after a failure. */
final class EachContainer {
    /** What is done to one container. Returns what is printed. */
    @FunctionalInterface
    interface Action {
        String apply(Container container, String reference);
    }

    private EachContainer() {}

    static int run(Arguments arguments, Invocation invocation, Action action) {
        int status = 0;
        try (Hull hull = invocation.hull()) {
            for (String reference : arguments.operands()) {
                try {
                    invocation.out().println(action.apply(hull.container(reference), reference));
                    invocation.out().flush();
                } catch (HullException e) {
                    invocation.err().println("hull: " + e.getMessage());
                    // rm -f of what is not there has nothing to do, as docker has it.
                    if (!(e instanceof HullException.NotFound && arguments.flag("force"))) {
                        status = e.kind().exitCode();
                    }
                }
            }
        }
        return status;
    }
}
