package dev.hull.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A further program in a running container.
 *
 * @param command the program and its arguments, at least one word
 * @param environment {@code NAME=value}, added to the container's
 * @param workingDirectory null for the container's
 * @param user {@code user[:group]}, null for the container's
 * @param tty whether it gets a terminal of its own
 * @param interactive whether its stdin stays open
 * @param detach whether nobody waits for it
 * @param privileged whether it gets every capability
 * @param detachKeys bytes that detach a client, empty for none
 */
public record ExecRequest(
        List<String> command,
        List<String> environment,
        @Nullable String workingDirectory,
        @Nullable String user,
        boolean tty,
        boolean interactive,
        boolean detach,
        boolean privileged,
        byte[] detachKeys) {
    public ExecRequest {
        command = List.copyOf(command);
        environment = List.copyOf(environment);
    }

    /** Runs the command as the container's user, with its stdout and stderr. */
    public static ExecRequest of(String... command) {
        return new ExecRequest(List.of(command), List.of(), null, null, false, false, false, false, new byte[0]);
    }
}
