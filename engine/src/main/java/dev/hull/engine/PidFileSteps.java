package dev.hull.engine;

import dev.hull.launch.Argument;
import dev.hull.launch.KnownSlots;
import dev.hull.launch.Slot;
import dev.hull.launch.Stage;
import dev.hull.launch.Step;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.Syscall;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The steps that write {@code --pidfile}: the program's pid as the host sees it, in decimal, and a newline. */
final class PidFileSteps {
    /** PID_MAX_LIMIT is 2^22. */
    private static final int DIGITS = 7;

    private static final int FLAGS = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC | OpenFlags.O_CLOEXEC;

    private PidFileSteps() {}

    static List<Step> of(ContainerRecord record, KnownSlots known) {
        String path = record.lifecycle().pidFile();
        if (path == null) {
            return List.of();
        }
        Argument.Buffer line = new Argument.Buffer((" ".repeat(DIGITS) + "\n").getBytes(StandardCharsets.US_ASCII));
        Slot file = new Slot("the pid file");
        return List.of(
                Step.of(
                        Stage.START,
                        Step.Operation.DECIMAL,
                        "write the program's pid in decimal",
                        Syscall.GETPID,
                        new Argument.SlotValue(known.spawnedPid),
                        new Argument.BufferAddress(line, 0),
                        Argument.value(DIGITS),
                        Argument.value(' ', "a space")),
                Step.call(
                                Stage.START,
                                "open the pid file " + path,
                                Syscall.OPENAT,
                                Argument.value(-100, "AT_FDCWD"),
                                Argument.text(path),
                                Argument.value(FLAGS, "O_WRONLY|O_CREAT|O_TRUNC|O_CLOEXEC"),
                                Argument.value(0644, "0644"))
                        .into(file),
                Step.call(
                                Stage.START,
                                "write the pid file",
                                Syscall.WRITE,
                                new Argument.SlotValue(file),
                                new Argument.BufferAddress(line, 0),
                                Argument.value(DIGITS + 1))
                        .with(Step.Flag.EXACT),
                Step.call(Stage.START, "close the pid file", Syscall.CLOSE, new Argument.SlotValue(file)));
    }
}
