package dev.hull.engine;

import dev.hull.launch.Argument;
import dev.hull.launch.LaunchPlan;
import dev.hull.launch.Slot;
import dev.hull.launch.Stage;
import dev.hull.launch.Step;
import dev.hull.linux.Errno;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.Syscall;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps by which the keeper removes the record of a {@code --rm} container without a JVM.
 *
 * <p>The name first, and only if it still is this container's: it may have been renamed. Then the data moves into the
 * trash at once, and what is known of it is unlinked. What was written besides, rm(1) removes.
 */
final class RemovalSteps {
    private static final int AT_REMOVEDIR = 0x200;
    private static final Argument CWD = Argument.value(-100, "AT_FDCWD");

    private final Directories directories;
    private final ContainerRecord record;
    private final List<Step> steps = new ArrayList<>();

    private RemovalSteps(Directories directories, ContainerRecord record) {
        this.directories = directories;
        this.record = record;
    }

    /**
     * @param plan the start's: its setup tells which directories it makes
     * @param destroyed the steps that tell of the removal
     */
    static List<Step> of(Directories directories, ContainerRecord record, LaunchPlan plan, List<Step> destroyed) {
        RemovalSteps removal = new RemovalSteps(directories, record);
        removal.steps.addAll(destroyed);
        removal.data(plan);
        removal.run();
        List<Step> guarded = removal.name();
        guarded.addAll(removal.steps);
        // A record that was renamed is still there: the end is unclean, and a reaper removes it.
        guarded.add(removal.compare());
        return guarded;
    }

    private Argument.Buffer holder = new Argument.Buffer(ContainerId.LENGTH);

    /** Reads who has the name; everything that follows is left out if that is somebody else. */
    private List<Step> name() {
        Path name = directories.names().resolve(record.name());
        Slot file = new Slot("the name's file");
        List<Step> guard = new ArrayList<>();
        guard.add(Step.call(
                        Stage.END,
                        "open the name " + record.name(),
                        Syscall.OPENAT,
                        CWD,
                        Argument.text(name.toString()),
                        Argument.value(OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC, "O_RDONLY|O_CLOEXEC"),
                        Argument.value(0))
                .into(file)
                .with(Step.Flag.TOLERATE_ALL)
                .skippingAfterTolerated(2));
        guard.add(Step.call(
                        Stage.END,
                        "read who has it",
                        Syscall.READ,
                        new Argument.SlotValue(file),
                        new Argument.BufferAddress(holder, 0),
                        Argument.value(ContainerId.LENGTH))
                .with(Step.Flag.TOLERATE_ALL));
        guard.add(Step.call(Stage.END, "close the name's file", Syscall.CLOSE, new Argument.SlotValue(file)));
        steps.addFirst(unlink(name, 0, "give the name " + record.name() + " back"));
        guard.add(compare().tolerating(Errno.ESTALE).skippingAfterTolerated(steps.size()));
        return guard;
    }

    private Step compare() {
        return Step.of(
                Stage.END,
                Step.Operation.COMPARE,
                "see that the name " + record.name() + " is this container's",
                Syscall.READ,
                new Argument.BufferAddress(holder, 0),
                new Argument.Bytes(record.id().getBytes(StandardCharsets.US_ASCII)),
                Argument.value(ContainerId.LENGTH),
                Argument.value(Errno.ESTALE.number(), "ESTALE"));
    }

    private void data(LaunchPlan plan) {
        Path data = directories.data(record.id());
        Path trash = directories.trash().resolve(record.id());
        steps.add(Step.call(
                Stage.END,
                "move the container's data into the trash",
                Syscall.RENAMEAT,
                CWD,
                Argument.text(data.toString()),
                CWD,
                Argument.text(trash.toString())));
        for (String file : List.of(
                Records.CONFIG, RecordFile.FILE, "resolv.conf", "hostname", "hosts", Launching.LOG + "/00000001")) {
            steps.add(unlink(trash.resolve(file), 0, "remove " + file));
        }
        for (String directory : madeIn(data, plan)) {
            Path moved = trash.resolve(directory);
            if (Path.of(directory).startsWith(Launching.WORK)) {
                steps.add(unlink(moved.resolve("work"), AT_REMOVEDIR, "remove the overlay's own directory"));
            }
            steps.add(unlink(moved, AT_REMOVEDIR, "remove " + directory));
        }
        steps.add(unlink(trash.resolve(Launching.LOG), AT_REMOVEDIR, "remove the log's directory"));
        steps.add(unlink(trash, AT_REMOVEDIR, "remove the container's data").skippingAfterSuccess(1));
        steps.add(removeTree(trash));
    }

    /** What the setup makes below the data directory, the deepest first: its undos say so. */
    private static List<String> madeIn(Path data, LaunchPlan plan) {
        List<String> made = new ArrayList<>();
        for (Step step : plan.stage(Stage.SETUP)) {
            if (step.syscall() != Syscall.MKDIR) {
                continue;
            }
            for (Argument argument : step.arguments()) {
                if (argument instanceof Argument.Bytes text) {
                    String path = new String(text.bytes(), StandardCharsets.UTF_8);
                    Path directory = Path.of(path.substring(0, path.length() - 1));
                    if (directory.startsWith(data) && !directory.equals(data)) {
                        made.addFirst(data.relativize(directory).toString());
                    }
                }
            }
        }
        return made;
    }

    private void run() {
        Path run = directories.run(record.id());
        for (String file : List.of("plan.run", "status", "ctl", "id", Owner.FILE, "lock", "keeper.lock")) {
            steps.add(unlink(run.resolve(file), 0, "remove " + file));
        }
        steps.add(unlink(run.resolve("exec"), AT_REMOVEDIR, "remove the directory of execs"));
        steps.add(unlink(run, AT_REMOVEDIR, "remove the container's run directory")
                .skippingAfterSuccess(1));
        steps.add(removeTree(run));
    }

    private static Step unlink(Path path, int flags, String why) {
        return Step.call(
                        Stage.END,
                        why,
                        Syscall.UNLINKAT,
                        CWD,
                        Argument.text(path.toString()),
                        Argument.value(flags, flags == 0 ? "0" : "AT_REMOVEDIR"))
                .with(Step.Flag.TOLERATE_ALL);
    }

    private static Step removeTree(Path tree) {
        Argument program = Argument.text("/bin/rm");
        Argument words = new Argument.Struct(List.of(
                program,
                Argument.text("-rf"),
                Argument.text("--"),
                Argument.text(tree.toString()),
                Argument.nothing()));
        return Step.of(
                Stage.END,
                Step.Operation.RUN,
                "remove what else is in " + tree,
                Syscall.EXECVE,
                program,
                words,
                new Argument.Struct(List.of(Argument.nothing())),
                Argument.value(0));
    }
}
