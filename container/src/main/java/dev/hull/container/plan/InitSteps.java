package dev.hull.container.plan;

import static dev.hull.launch.Argument.value;

import dev.hull.launch.Argument;
import dev.hull.launch.Slot;
import dev.hull.launch.Stage;
import dev.hull.launch.Step;
import dev.hull.linux.Prctl;
import dev.hull.linux.Signal;
import dev.hull.linux.Syscall;
import dev.hull.linux.TerminalConstants;

/** An init beside the program: pid 1 hands signals on and reaps, the program is its child. */
final class InitSteps {
    private static final int SIG_SETMASK = 2;
    private static final int SIGSET_SIZE = 8;

    private final StepList steps;

    InitSteps(StepList steps) {
        this.steps = steps;
    }

    /**
     * The fork of the program. Pid 1 goes on as the host's capsule: nobody inside may look at it, or through its
     * descriptors and its executable at the host.
     */
    void supervise(boolean terminal) {
        prctl("let nobody inside look at the init", Prctl.PR_SET_DUMPABLE, "PR_SET_DUMPABLE", 0, "0");
        steps.add(Step.of(
                Stage.INIT,
                Step.Operation.SUPERVISE,
                "stay as init, and go on in a child",
                Syscall.CLONE,
                value(Signal.SIGCHLD.number(), "SIGCHLD")));
        prctl("die when the init dies", Prctl.PR_SET_PDEATHSIG, "PR_SET_PDEATHSIG", Signal.SIGKILL.number(), "SIGKILL");
        if (terminal) {
            foreground();
        }
        steps.call(
                Stage.INIT,
                "take signals again",
                Syscall.RT_SIGPROCMASK,
                value(SIG_SETMASK, "SIG_SETMASK"),
                new Argument.Bytes(new byte[SIGSET_SIZE]),
                Argument.nothing(),
                value(SIGSET_SIZE));
    }

    /** What is typed goes to the program alone: the init would hand a SIGINT on that the program has had already. */
    private void foreground() {
        steps.call(Stage.INIT, "begin a process group", Syscall.SETPGID, value(0), value(0));
        Slot group = steps.call(Stage.INIT, new Slot("the program's process group"), "look which", Syscall.GETPGRP);
        // a background group that does this gets SIGTTOU, which is blocked as yet
        steps.call(
                Stage.INIT,
                "bring it to the foreground of the terminal",
                Syscall.IOCTL,
                value(0),
                value(TerminalConstants.TIOCSPGRP, "TIOCSPGRP"),
                new Argument.SlotAddress(group));
    }

    private void prctl(String why, int option, String optionName, long argument, String argumentName) {
        steps.call(
                Stage.INIT,
                why,
                Syscall.PRCTL,
                value(option, optionName),
                value(argument, argumentName),
                value(0),
                value(0),
                value(0));
    }
}
