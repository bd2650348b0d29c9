package dev.hull.cli.option;

import java.util.List;

/** Completion scripts for shells, written from the tables of all verbs. */
public final class Completion {
    private Completion() {}

    /**
     * The script for a shell.
     *
     * @param shell {@code bash}, {@code zsh} or {@code fish}
     * @throws UsageException for any other
     */
    public static String script(String shell, List<OptionTable> tables) {
        return switch (shell) {
            case "bash" -> BashCompletion.script(tables);
            case "zsh" -> ZshCompletion.script(tables);
            case "fish" -> FishCompletion.script(tables);
            default ->
                throw new UsageException("completion: " + Closest.quote(shell) + ": bash, zsh or fish is expected");
        };
    }

    /** The shell words that print what can stand there, one a line; empty for files and for nothing. */
    static String command(Completes what) {
        return switch (what) {
            case CONTAINER -> "hull ps -a --format '{{.Names}}'";
            case RUNNING_CONTAINER -> "hull ps --format '{{.Names}}'";
            case VOLUME -> "hull volume ls -q";
            case VERB -> "hull completion --verbs";
            case IMAGE -> "echo host scratch";
            case SIGNAL -> "echo HUP INT QUIT KILL USR1 USR2 TERM STOP CONT WINCH";
            case CAPABILITY -> "hull completion --capabilities";
            case PRESET -> "echo container namespaces chroot";
            case SHELL -> "echo bash zsh fish";
            case NOTHING, FILE, DIRECTORY, COMMAND -> "";
        };
    }

    /** True if a path can stand there. */
    static boolean isPath(Completes what) {
        return what == Completes.FILE
                || what == Completes.DIRECTORY
                || what == Completes.IMAGE
                || what == Completes.COMMAND;
    }
}
