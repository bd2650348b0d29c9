package dev.hull.cli.verb;

import dev.hull.engine.Container;
import dev.hull.engine.Running;
import java.util.concurrent.CompletionException;

/** Starts a container from this process, without a client that stays: {@code start} and {@code restart}. */
final class Starting {
    private Starting() {}

    /** Returns once its program runs. */
    static void start(Container container) {
        try (Running running = container.start()) {
            running.started().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
