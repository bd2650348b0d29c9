package dev.hull.cli.command;

import dev.hull.cli.option.Arguments;
import dev.hull.cli.option.Manual;
import dev.hull.cli.option.OptionTable;
import java.io.IOException;

/** One verb of the hull command. */
public interface Verb {
    /** Its command line. */
    OptionTable options();

    /** The words of its manual page. */
    Manual manual();

    /**
     * Does it.
     *
     * @return the exit status, meaningless if the call's rest was left to the wrapper
     * @throws IOException only for the caller's own streams
     */
    int run(Arguments arguments, Invocation invocation) throws IOException, InterruptedException;
}
