package dev.hull.launch.capsule;

import static dev.hull.launch.Argument.nothing;
import static dev.hull.launch.Argument.text;
import static dev.hull.launch.Argument.value;

import dev.hull.launch.Argument;
import dev.hull.launch.KeeperSettings;
import dev.hull.launch.KeeperSettings.Flag;
import dev.hull.launch.KnownSlots;
import dev.hull.launch.LaunchPlan;
import dev.hull.launch.PlanTable;
import dev.hull.launch.Stage;
import dev.hull.launch.Step;
import dev.hull.launch.Step.Operation;
import dev.hull.linux.Architecture;
import dev.hull.linux.CloneFlags;
import dev.hull.linux.MountFlags;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.Prctl;
import dev.hull.linux.Signal;
import dev.hull.linux.Syscall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A container by hand: own mount, pid, ipc, uts and network namespaces, busybox as the root file system, /proc. What the
 * planner does at length, as short as it can be.
 */
final class SamplePlan {
    static final long NAMESPACES = CloneFlags.CLONE_NEWNS
            | CloneFlags.CLONE_NEWPID
            | CloneFlags.CLONE_NEWIPC
            | CloneFlags.CLONE_NEWUTS
            | CloneFlags.CLONE_NEWNET;

    private final KnownSlots known = new KnownSlots();
    private final List<Step> steps = new ArrayList<>();
    private final Path runDirectory;
    private final Path root;

    private SamplePlan(Path runDirectory, Path root) {
        this.runDirectory = runDirectory;
        this.root = root;
    }

    /** A directory that can be a root: busybox and a place for /proc. */
    static Path root(Path directory) throws IOException {
        Path root = Files.createDirectories(directory.resolve("root"));
        Files.createDirectories(root.resolve("proc"));
        Files.createDirectories(root.resolve("bin"));
        Files.copy(Path.of("/bin/busybox"), root.resolve("bin/busybox"));
        Files.createSymbolicLink(root.resolve("bin/sh"), Path.of("busybox"));
        return root;
    }

    /** The table of a container in {@code runDirectory} that runs a busybox script. */
    static byte[] table(Path runDirectory, Path root, Set<Flag> flags, long namespaces, String script) {
        SamplePlan plan = new SamplePlan(runDirectory, root);
        plan.start(namespaces);
        plan.init(namespaces, script);
        return PlanTable.write(new LaunchPlan(plan.steps, plan.known, plan.settings(flags)), Architecture.ofHost());
    }

    private KeeperSettings settings(Set<Flag> flags) {
        return new KeeperSettings(
                "a".repeat(64),
                UUID.randomUUID().toString(),
                flags,
                runDirectory.toString(),
                null,
                0,
                1,
                Signal.SIGTERM.number(),
                KeeperSettings.Restart.NO,
                0,
                null,
                List.of("/bin/echo", "hull"),
                List.of(),
                new byte[0]);
    }

    private void start(long namespaces) {
        for (Argument.Buffer pipe : List.of(known.reportPipe, known.stdoutPipe, known.stderrPipe)) {
            steps.add(Step.call(Stage.START, "a pipe", Syscall.PIPE2, pipe, value(OpenFlags.O_CLOEXEC, "O_CLOEXEC")));
        }
        Argument zero = value(0);
        Argument cloneArguments = new Argument.Struct(List.of(
                value(namespaces | CloneFlags.CLONE_PIDFD),
                new Argument.SlotAddress(known.initPidfd),
                zero,
                zero,
                value(Signal.SIGCHLD.number()),
                zero,
                zero,
                zero));
        steps.add(Step.of(
                        Stage.START,
                        Operation.SPAWN,
                        "init",
                        Syscall.CLONE3,
                        cloneArguments,
                        value(CloneFlags.CLONE_ARGS_SIZE_VER0))
                .into(known.spawnedPid));
        for (Argument.Buffer pipe : List.of(known.stdoutPipe, known.stderrPipe)) {
            steps.add(Step.call(Stage.START, "init's end", Syscall.CLOSE, new Argument.BufferValue(pipe, 4, 4)));
        }
    }

    private void init(long namespaces, String script) {
        init("die with the keeper", Syscall.PRCTL, value(Prctl.PR_SET_PDEATHSIG), value(Signal.SIGKILL.number()));
        init("stdout", Syscall.DUP3, new Argument.BufferValue(known.stdoutPipe, 4, 4), value(1), value(0));
        init("stderr", Syscall.DUP3, new Argument.BufferValue(known.stderrPipe, 4, 4), value(2), value(0));
        if ((namespaces & CloneFlags.CLONE_NEWNS) != 0) {
            mounts();
        }
        init("a session", Syscall.SETSID);
        Argument argv = new Argument.Struct(List.of(text("sh"), text("-c"), text(script), nothing()));
        Argument environment = new Argument.Struct(List.of(text("PATH=/bin"), nothing()));
        steps.add(Step.of(
                Stage.INIT, Operation.EXEC, "the shell", Syscall.EXECVE, text("/bin/busybox"), argv, environment));
    }

    private void mounts() {
        Argument path = text(root.toString());
        init(
                "no propagation",
                Syscall.MOUNT,
                nothing(),
                text("/"),
                nothing(),
                value(MountFlags.MS_REC | MountFlags.MS_PRIVATE),
                nothing());
        init("the root", Syscall.MOUNT, path, path, nothing(), value(MountFlags.MS_BIND), nothing());
        init("into it", Syscall.CHDIR, path);
        init("as the root", Syscall.PIVOT_ROOT, text("."), text("."));
        init("without the old one", Syscall.UMOUNT2, text("."), value(MountFlags.MNT_DETACH));
        init("into it", Syscall.CHDIR, text("/"));
        init("proc", Syscall.MOUNT, text("proc"), text("/proc"), text("proc"), value(0), nothing());
    }

    private void init(String why, Syscall call, Argument... arguments) {
        steps.add(Step.call(Stage.INIT, why, call, arguments));
    }
}
