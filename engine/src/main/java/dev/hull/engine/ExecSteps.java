package dev.hull.engine;

import dev.hull.launch.KeeperCall;
import dev.hull.launch.LaunchPlan;
import dev.hull.launch.Step;
import dev.hull.linux.Errno;
import dev.hull.linux.KernelText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What an exec's steps are for, kept beside its plan: its request is not stored, so the plan cannot be made again.
 *
 * @param command the words of the program, joined by NULs
 * @param sentences one a step; that of an execve(2) begins with {@link #EXEC}
 */
record ExecSteps(List<String> command, List<String> sentences) {
    static final String FILE = "steps";

    private static final String EXEC = "!";

    static byte[] write(List<String> command, LaunchPlan plan) {
        StringBuilder text = new StringBuilder(String.join("\0", command).replace('\n', ' '));
        for (Step step : plan.steps()) {
            text.append('\n');
            if (step.operation() == Step.Operation.EXEC) {
                text.append(EXEC);
            }
            text.append(step.why().replace('\n', ' '));
        }
        return KernelText.encode(text.toString());
    }

    static ExecSteps read(Path file) throws IOException {
        String[] lines = KernelText.decode(Files.readAllBytes(file)).split("\n", -1);
        return new ExecSteps(List.of(lines[0].split("\0", -1)), List.of(lines).subList(1, lines.length));
    }

    HullException tell(Hull hull, ContainerRecord record, int step, Errno errno) {
        KeeperCall call = KeeperCall.of(step);
        String why = call != null ? call.why() : step < sentences.size() ? sentences.get(step) : "start it";
        return why.startsWith(EXEC)
                ? new CommandFailure(hull, record, command).tell(errno)
                : Why.failed("exec in " + record.name(), why, errno, call == null ? step : -1);
    }
}
