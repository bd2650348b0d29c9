package dev.hull.engine;

import java.nio.file.Path;
import java.util.List;

/**
 * On whose behalf Hull works, and what the keepers it makes call back.
 *
 * @param pid the shell wrapper's, which becomes the capsule's client by execve ({@code HULL_PID}); 0 for this process
 * @param workingDirectory relative paths of images and mounts start here
 * @param hull argv of the host command that tells an error or reaps, absolute; its verb follows
 * @param environment of that command, {@code NAME=value}
 * @param capsule the capsule's file; a resident engine spawns it
 */
public record Caller(int pid, Path workingDirectory, List<String> hull, List<String> environment, Path capsule) {
    public Caller {
        hull = List.copyOf(hull);
        environment = List.copyOf(environment);
    }

    /**
     * This process itself: a library's or a server's. {@code HULL_HOME} says where Hull is installed, else it is looked
     * up along PATH.
     */
    static Caller resident() {
        return Pending.work();
    }
}
