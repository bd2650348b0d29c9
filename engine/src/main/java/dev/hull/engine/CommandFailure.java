package dev.hull.engine;

import dev.hull.linux.Errno;

/** Why the workload's file was not executed: looked at in the image, as execve(2) saw it. */
final class CommandFailure {
    private final ContainerRecord record;

    CommandFailure(ContainerRecord record) {
        this.record = record;
    }

    HullException tell(Errno errno, int step) {
        String command = record.command().getFirst();
        boolean missing = errno == Errno.ENOENT || errno == Errno.ENOTDIR;
        return new HullException.NotStarted(
                missing ? HullException.Kind.COMMAND_NOT_FOUND : HullException.Kind.NOT_EXECUTABLE,
                "run",
                command,
                errno + " (" + errno.message() + ")",
                errno,
                step,
                missing ? "the image " + record.image() + " has no such command" : "");
    }
}
