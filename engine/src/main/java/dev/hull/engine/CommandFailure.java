package dev.hull.engine;

import dev.hull.container.ProcessSpec;
import dev.hull.image.ExecutableCheck;
import dev.hull.image.ImageException;
import dev.hull.image.NeedsSystemCalls;
import dev.hull.image.Opacity;
import dev.hull.image.RootFilesystem;
import dev.hull.image.RootTree;
import dev.hull.linux.Architecture;
import dev.hull.linux.Errno;
import java.util.List;
import java.util.Optional;

/** Why the workload's file was not executed: execve(2) says it by one errno, a look at the image by a sentence. */
final class CommandFailure {
    private final Hull hull;
    private final ContainerRecord record;
    private final List<String> command;

    CommandFailure(Hull hull, ContainerRecord record, List<String> command) {
        this.hull = hull;
        this.record = record;
        this.command = command;
    }

    HullException tell(Errno errno) {
        String program = command.getFirst();
        boolean missing = errno == Errno.ENOENT || errno == Errno.ENOTDIR;
        Optional<ExecutableCheck.Cause> cause = look(program);
        return new HullException.NotStarted(
                missing ? HullException.Kind.COMMAND_NOT_FOUND : HullException.Kind.NOT_EXECUTABLE,
                "run",
                program,
                cause.map(found -> found.reason() + ": ").orElse("") + errno + " (" + errno.message() + ")",
                errno,
                -1,
                cause.map(ExecutableCheck.Cause::advice).orElse(""));
    }

    /** Nothing is found where something is mounted over the image, or where looking needs system calls. */
    private Optional<ExecutableCheck.Cause> look(String program) {
        ProcessSpec process = hull.records().readSpec(record.id()).process();
        try {
            return new ExecutableCheck(tree(), Architecture.ofHost()).check(program, path(process), process.cwd());
        } catch (ImageException | NeedsSystemCalls e) {
            return Optional.empty();
        }
    }

    private RootTree tree() {
        RootFilesystem root = new Starting(hull, record).root(record);
        return root instanceof RootFilesystem.Host
                ? RootTree.of(root)
                : RootTree.of(hull.directories().data(record.id()).resolve(Launching.UPPER), Opacity.UNKNOWN, root);
    }

    private static String path(ProcessSpec process) {
        for (String variable : process.env()) {
            if (variable.startsWith("PATH=")) {
                return variable.substring("PATH=".length());
            }
        }
        return "";
    }
}
