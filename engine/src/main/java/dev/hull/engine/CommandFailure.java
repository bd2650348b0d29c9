package dev.hull.engine;

import dev.hull.linux.Errno;
import java.util.List;

/** Why the workload's file was not executed: looked at in the image, as execve(2) saw it. */
final class CommandFailure {
    private final ContainerRecord record;
    private final List<String> command;

    CommandFailure(ContainerRecord record, List<String> command) {
        this.record = record;
        this.command = command;
    }

    HullException tell(Errno errno, int step) {
        String program = command.getFirst();
        boolean missing = errno == Errno.ENOENT || errno == Errno.ENOTDIR;
        return new HullException.NotStarted(
                missing ? HullException.Kind.COMMAND_NOT_FOUND : HullException.Kind.NOT_EXECUTABLE,
                "run",
                program,
                errno + " (" + errno.message() + ")",
                errno,
                step,
                missing ? "the image " + record.image() + " has no such command" : "");
    }
}
