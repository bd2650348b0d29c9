package dev.hull.engine;

import dev.hull.container.LifecycleOptions;
import dev.hull.container.RestartPolicy;
import dev.hull.container.RunRequest;
import java.nio.file.Files;
import java.nio.file.Path;

/** What can be told of a request before anything is looked up. */
final class RequestCheck {
    private RequestCheck() {}

    /** @throws HullException.Invalid if it contradicts itself */
    static void check(RunRequest request) {
        if (request.name() != null) {
            ContainerName.checked("container", request.name());
        }
        LifecycleOptions lifecycle = request.lifecycle();
        if (lifecycle.remove() && !lifecycle.restart().equals(RestartPolicy.NO)) {
            throw contradiction("--restart", "--rm", "a container that goes with its program cannot be started again");
        }
        if (lifecycle.remove() && request.files().keepWrites()) {
            throw contradiction("--keep", "--rm", "what was written goes with the container");
        }
        String cidFile = lifecycle.cidFile();
        if (cidFile != null && Files.exists(Path.of(cidFile))) {
            throw new HullException.Conflict(
                    "write the id into", cidFile, "the file exists", "remove it or choose another --cidfile");
        }
    }

    private static HullException contradiction(String one, String other, String reason) {
        return new HullException.Invalid(
                "use", one + " and " + other, "they contradict each other: " + reason, "leave one of them out");
    }
}
