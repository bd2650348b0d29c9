package dev.hull.launch.capsule;

import static dev.hull.launch.Argument.nothing;
import static dev.hull.launch.Argument.text;
import static dev.hull.launch.Argument.value;

import dev.hull.launch.Argument;
import dev.hull.launch.KeeperSettings;
import dev.hull.launch.KeeperSettings.Flag;
import dev.hull.launch.KeeperSettings.Restart;
import dev.hull.launch.KnownSlots;
import dev.hull.launch.LaunchPlan;
import dev.hull.launch.PlanTable;
import dev.hull.launch.Slot;
import dev.hull.launch.Stage;
import dev.hull.launch.Step;
import dev.hull.launch.Step.Operation;
import dev.hull.linux.Architecture;
import dev.hull.linux.CloneFlags;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.Prctl;
import dev.hull.linux.Signal;
import dev.hull.linux.Syscall;
import dev.hull.linux.TerminalConstants;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A hand-made plan that runs a program on the host, without any isolation: what client and keeper do is all there is. */
final class HostPlan {
    static final String ID = "0123456789abcdef".repeat(4);

    private static final String BOOT_ID = "00000000-0000-0000-0000-000000000000";

    private final Path runDirectory;
    private final List<String> program;
    private final Set<Flag> flags = EnumSet.of(Flag.ATTACH_STDOUT, Flag.ATTACH_STDERR, Flag.SIG_PROXY);
    private final List<Step> more = new ArrayList<>();
    private final KnownSlots known = new KnownSlots();

    private @Nullable Path log;
    private long logMaxBytes;
    private int logMaxSegments = 1;
    private Restart restart = Restart.NO;
    private int restartMax;
    private @Nullable Path oomEvents;
    private byte[] detachKeys = {16, 17}; // ctrl-p, ctrl-q
    private List<String> hull = List.of("/bin/echo");

    HostPlan(Path runDirectory, String... program) {
        this.runDirectory = runDirectory;
        this.program = List.of(program);
    }

    HostPlan with(Flag... more) {
        flags.addAll(List.of(more));
        return this;
    }

    HostPlan without(Flag... fewer) {
        flags.removeAll(List.of(fewer));
        return this;
    }

    HostPlan log(Path directory) {
        log = directory;
        return this;
    }

    HostPlan rotating(long maxBytes, int maxSegments) {
        logMaxBytes = maxBytes;
        logMaxSegments = maxSegments;
        return this;
    }

    HostPlan restarting(Restart policy, int max) {
        restart = policy;
        restartMax = max;
        return this;
    }

    HostPlan oomEvents(Path file) {
        oomEvents = file;
        return this;
    }

    HostPlan hull(String... command) {
        hull = List.of(command);
        return this;
    }

    HostPlan step(Step step) {
        more.add(step);
        return this;
    }

    KnownSlots known() {
        return known;
    }

    byte[] table() {
        List<Step> steps = new ArrayList<>();
        addMore(steps, Stage.SETUP);
        steps.add(pipe(known.reportPipe));
        boolean tty = flags.contains(Flag.TTY);
        if (tty) {
            terminal(steps);
        } else {
            pipes(steps);
        }
        addMore(steps, Stage.START);
        spawn(steps);
        steps.add(Step.call(
                Stage.INIT,
                "die with the keeper",
                Syscall.PRCTL,
                value(Prctl.PR_SET_PDEATHSIG, "PR_SET_PDEATHSIG"),
                value(Signal.SIGKILL.number(), "SIGKILL"),
                value(0),
                value(0),
                value(0)));
        steps.add(Step.call(Stage.INIT, "a session of its own", Syscall.SETSID));
        if (tty) {
            openTerminal(steps);
        } else {
            redirect(steps);
        }
        addMore(steps, Stage.INIT);
        execute(steps);
        addMore(steps, Stage.END);
        return PlanTable.write(new LaunchPlan(steps, known, settings()), Architecture.X86_64);
    }

    private KeeperSettings settings() {
        return new KeeperSettings(
                ID,
                BOOT_ID,
                flags,
                runDirectory.toString(),
                log == null ? null : log.toString(),
                logMaxBytes,
                logMaxSegments,
                Signal.SIGTERM.number(),
                restart,
                restartMax,
                oomEvents == null ? null : oomEvents.toString(),
                hull,
                List.of("PATH=/bin:/usr/bin"),
                detachKeys);
    }

    private void addMore(List<Step> steps, Stage stage) {
        more.stream().filter(step -> step.stage() == stage).forEach(steps::add);
    }

    private static Step pipe(Argument.Buffer ends) {
        return Step.call(Stage.START, "a pipe", Syscall.PIPE2, ends, value(OpenFlags.O_CLOEXEC, "O_CLOEXEC"));
    }

    private void pipes(List<Step> steps) {
        if (flags.contains(Flag.STDIN)) {
            steps.add(pipe(known.stdinPipe));
        }
        steps.add(pipe(known.stdoutPipe));
        steps.add(pipe(known.stderrPipe));
    }

    private void spawn(List<Step> steps) {
        Argument zero = value(0);
        Argument.Struct arguments = new Argument.Struct(List.of(
                value(CloneFlags.CLONE_PIDFD, "CLONE_PIDFD"),
                new Argument.SlotAddress(known.initPidfd),
                zero,
                zero,
                value(Signal.SIGCHLD.number(), "SIGCHLD"),
                zero,
                zero,
                zero));
        steps.add(Step.of(Stage.START, Operation.SPAWN, "make init", Syscall.CLONE3, arguments, value(64))
                .into(known.spawnedPid));
        if (!flags.contains(Flag.TTY)) {
            if (flags.contains(Flag.STDIN)) {
                steps.add(close(known.stdinPipe, 0));
            }
            steps.add(close(known.stdoutPipe, 4));
            steps.add(close(known.stderrPipe, 4));
        }
    }

    private static Step close(Argument.Buffer pipe, int end) {
        return Step.call(Stage.START, "init's end of a pipe", Syscall.CLOSE, end(pipe, end));
    }

    private static Argument end(Argument.Buffer pipe, int end) {
        return new Argument.BufferValue(pipe, end, 4);
    }

    private void redirect(List<Step> steps) {
        if (flags.contains(Flag.STDIN)) {
            steps.add(dup3(end(known.stdinPipe, 0), 0));
        }
        steps.add(dup3(end(known.stdoutPipe, 4), 1));
        steps.add(dup3(end(known.stderrPipe, 4), 2));
    }

    private static Step dup3(Argument descriptor, int target) {
        return Step.call(Stage.INIT, "descriptor " + target, Syscall.DUP3, descriptor, value(target), value(0));
    }

    private void terminal(List<Step> steps) {
        Argument.Buffer unlock = new Argument.Buffer(8);
        steps.add(Step.call(
                        Stage.START,
                        "a terminal",
                        Syscall.OPENAT,
                        value(OpenFlags.AT_FDCWD, "AT_FDCWD"),
                        text("/dev/ptmx"),
                        value(OpenFlags.O_RDWR | OpenFlags.O_NOCTTY | OpenFlags.O_CLOEXEC, "O_RDWR|O_NOCTTY|O_CLOEXEC"),
                        value(0))
                .into(known.ptyMaster));
        steps.add(Step.call(
                Stage.START,
                "unlock it",
                Syscall.IOCTL,
                new Argument.SlotValue(known.ptyMaster),
                value(TerminalConstants.TIOCSPTLCK, "TIOCSPTLCK"),
                unlock));
    }

    private void openTerminal(List<Step> steps) {
        Slot slave = new Slot("the terminal's slave");
        steps.add(Step.call(
                        Stage.INIT,
                        "open it",
                        Syscall.IOCTL,
                        new Argument.SlotValue(known.ptyMaster),
                        value(TerminalConstants.TIOCGPTPEER, "TIOCGPTPEER"),
                        value(OpenFlags.O_RDWR, "O_RDWR"))
                .into(slave));
        steps.add(ioctl("its size", slave, TerminalConstants.TIOCSWINSZ, "TIOCSWINSZ", known.windowSize)
                .with(Step.Flag.TOLERATE_ALL));
        steps.add(ioctl("make it the controlling one", slave, TerminalConstants.TIOCSCTTY, "TIOCSCTTY", value(0)));
        for (int descriptor = 0; descriptor < 3; descriptor++) {
            steps.add(dup3(new Argument.SlotValue(slave), descriptor));
        }
        steps.add(Step.call(Stage.INIT, "close it", Syscall.CLOSE, new Argument.SlotValue(slave)));
    }

    private static Step ioctl(String why, Slot terminal, long request, String name, Argument argument) {
        return Step.call(
                Stage.INIT, why, Syscall.IOCTL, new Argument.SlotValue(terminal), value(request, name), argument);
    }

    private void execute(List<Step> steps) {
        List<Argument> argv = new ArrayList<>();
        program.forEach(word -> argv.add(text(word)));
        argv.add(nothing());
        steps.add(Step.of(
                Stage.INIT,
                Operation.EXEC,
                "execute " + program.getFirst(),
                Syscall.EXECVE,
                text(program.getFirst()),
                new Argument.Struct(argv),
                new Argument.Struct(List.of(text("PATH=/bin:/usr/bin"), nothing()))));
    }
}
