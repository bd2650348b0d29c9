package dev.hull.cli;

import dev.hull.cli.command.Invocation;

/** Entry point of the hull command. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Invocation invocation = Invocation.ofProcess(arguments);
        int status = invocation.finish(Command.run(invocation));
        // No shutdown hook is registered in a verb that ends: orderly destruction would only cost time.
        Runtime.getRuntime().halt(status);
    }

    /** Makes the training run know this class: the only one that it does not use. */
    static void load() {}
}
