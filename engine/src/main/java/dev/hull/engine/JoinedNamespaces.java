package dev.hull.engine;

import dev.hull.container.LinuxSpec;
import dev.hull.container.Namespace;
import dev.hull.container.NamespaceMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The namespaces of other containers: {@code container:NAME} as the file of nsfs that it is now. */
final class JoinedNamespaces {
    private final Hull hull;

    JoinedNamespaces(Hull hull) {
        this.hull = hull;
    }

    /** @throws HullException.Conflict if such a container does not run */
    List<LinuxSpec.NamespaceSpec> of(Map<Namespace, NamespaceMode> modes) {
        List<LinuxSpec.NamespaceSpec> joined = new ArrayList<>();
        for (Map.Entry<Namespace, NamespaceMode> mode : modes.entrySet()) {
            if (mode.getValue().kind() == NamespaceMode.Kind.CONTAINER) {
                Namespace type = mode.getKey();
                joined.add(new LinuxSpec.NamespaceSpec(
                        type, "/proc/" + pid(mode.getValue().target(), type) + "/ns/" + type.procName()));
            }
        }
        return joined;
    }

    private int pid(String reference, Namespace type) {
        Container container = hull.container(reference);
        int pid = container.status().pid();
        if (pid == 0) {
            throw new HullException.Conflict(
                    "join the " + type.word() + " namespace of container",
                    container.name(),
                    "it is not running",
                    "hull start " + container.name() + " starts it");
        }
        return pid;
    }
}
