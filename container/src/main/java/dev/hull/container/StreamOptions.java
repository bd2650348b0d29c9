package dev.hull.container;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Terminal and standard streams.
 *
 * @param tty the program gets a new pseudo terminal
 * @param interactive stdin stays open even if nobody is attached
 * @param detach print the id and leave
 * @param attach {@code -a}; empty for the default: stdout and stderr, and stdin if interactive
 * @param sigProxy the client forwards the signals it gets
 * @param detachKeys keys like {@code ctrl-p,ctrl-q}; empty for none; null for the default
 */
public record StreamOptions(
        boolean tty,
        boolean interactive,
        boolean detach,
        Set<Stream> attach,
        boolean sigProxy,
        @Nullable String detachKeys) {
    public StreamOptions {
        attach = Set.copyOf(attach);
    }
}
