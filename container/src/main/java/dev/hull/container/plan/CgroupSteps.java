package dev.hull.container.plan;

import static dev.hull.container.plan.Constants.slot;
import static dev.hull.launch.Argument.text;
import static dev.hull.launch.Argument.value;

import dev.hull.container.LinuxSpec;
import dev.hull.container.Namespace;
import dev.hull.launch.Argument;
import dev.hull.launch.Slot;
import dev.hull.launch.Stage;
import dev.hull.launch.Step;
import dev.hull.linux.BpfConstants;
import dev.hull.linux.Errno;
import dev.hull.linux.KernelText;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.Syscall;
import dev.hull.linux.cgroup.CgroupAct;
import dev.hull.linux.cgroup.CgroupLayout;
import dev.hull.linux.cgroup.Hierarchy;
import dev.hull.linux.cgroup.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The container's cgroups: made and limited by the keeper, joined by init, removed at the end. */
final class CgroupSteps {
    /** Numbers for descriptors that lie in a structure of bpf(2), two in one word. */
    private static final int PROGRAM = 100;

    private static final int DIRECTORY = 101;

    private final StepList steps;
    private final CgroupLayout cgroups;

    /** Where init writes "0", one a v1 hierarchy. The keeper opens them once, for every start. */
    private final List<Slot> joins = new ArrayList<>();

    private @Nullable Slot unified;

    CgroupSteps(StepList steps, CgroupLayout cgroups) {
        this.steps = steps;
        this.cgroups = cgroups;
    }

    /** The keeper outlives its caller: it may not be killed or limited with the caller's service. */
    void leaveCallers() {
        for (Hierarchy hierarchy : cgroups.hierarchies().all()) {
            if (hierarchy.ownPath().equals("/")) {
                continue;
            }
            Place top = new Place(hierarchy, "/");
            Slot file = new Slot(top.joinFile());
            // below a delegated cgroup there is no way out, and the delegate's rules hold for the keeper too
            steps.add(Step.call(
                            Stage.SETUP,
                            "leave the caller's cgroup " + hierarchy.ownPath() + " (" + hierarchy.name() + ")",
                            Syscall.OPENAT,
                            Constants.CWD,
                            text(top.joinFile()),
                            Constants.open(OpenFlags.O_WRONLY, "O_WRONLY"))
                    .into(file)
                    .tolerating(Errno.EACCES, Errno.EROFS, Errno.EPERM)
                    .skippingAfterTolerated(2));
            steps.add(Step.call(
                            Stage.SETUP,
                            "move the keeper to the root of " + hierarchy.name(),
                            Syscall.WRITE,
                            slot(file),
                            new Argument.Bytes(new byte[] {'0'}),
                            value(1))
                    .tolerating(Errno.EBUSY, Errno.EACCES, Errno.EPERM, Errno.EOPNOTSUPP));
            close(file);
        }
    }

    /** Makes the cgroups and their limits, and opens the way in. */
    void make(LinuxSpec linux) throws IOException {
        cgroups.creation().forEach(this::act);
        CgroupLimits.of(linux.resources(), cgroups).forEach(this::act);
        CgroupLimits.devices(linux.resources(), cgroups).forEach(this::act);
        open(Stage.SETUP);
    }

    /** Opens the way into cgroups that are there. */
    void open(Stage stage) {
        for (Place place : cgroups.places()) {
            if (place.hierarchy().isV2()) {
                unified = steps.open(
                        stage, place.directory(), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, "O_PATH|O_DIRECTORY");
            } else {
                joins.add(steps.open(stage, place.joinFile(), OpenFlags.O_WRONLY, "O_WRONLY"));
            }
        }
    }

    /** The v2 cgroup for clone3(2)'s CLONE_INTO_CGROUP, which is far cheaper than a move; null on a v1 host. */
    @Nullable
    Slot unified() {
        return unified;
    }

    /** The ways in are not needed any more. */
    void close(Stage stage) {
        for (Slot join : joins) {
            steps.call(stage, "close " + join.name(), Syscall.CLOSE, slot(join));
        }
        Slot directory = unified;
        if (directory != null) {
            steps.call(stage, "close " + directory.name(), Syscall.CLOSE, slot(directory));
        }
    }

    /** In init: joins the v1 cgroups; the v2 cgroup it was born in. */
    void join() {
        for (Slot join : joins) {
            steps.write(Stage.INIT, slot(join), new byte[] {'0'}, "join the cgroup of " + join.name());
        }
    }

    /** In init: joins, and only then makes the cgroup namespace, whose root is where one is then. */
    void join(LinuxSpec linux) {
        join();
        if (linux.makes(Namespace.CGROUP)) {
            steps.call(
                    Stage.INIT,
                    "make a cgroup namespace rooted in the own cgroups",
                    Syscall.UNSHARE,
                    value(Namespace.CGROUP.cloneFlag(), Namespace.CGROUP.flagName()));
        }
    }

    /** At the end: nobody is left behind, and no cgroup. */
    void remove() {
        if (cgroups.places().isEmpty()) {
            return;
        }
        Place listing =
                cgroups.unified() != null ? cgroups.unified() : cgroups.places().getFirst();
        steps.add(Step.of(
                Stage.END,
                Step.Operation.KILL_CGROUP,
                "kill what the program left running",
                Syscall.KILL,
                text(listing.procsFile())));
        for (Place place : cgroups.places()) {
            steps.add(removal(Stage.END, place.directory()));
        }
    }

    /** A process that is just dying still holds its cgroup for a moment. */
    private static Step removal(Stage stage, String directory) {
        return Step.call(stage, "remove the cgroup " + directory, Syscall.RMDIR, text(directory))
                .with(Step.Flag.RETRY_BUSY)
                .tolerating(Errno.ENOENT);
    }

    private void act(CgroupAct act) {
        switch (act) {
            case CgroupAct.MakeDirectory make -> makeDirectory(make);
            case CgroupAct.Write write -> write(write);
            case CgroupAct.AttachDeviceProgram attach -> attach(attach);
        }
    }

    private void makeDirectory(CgroupAct.MakeDirectory make) {
        Step step = Step.call(
                Stage.SETUP, "make the cgroup " + make.path(), Syscall.MKDIR, text(make.path()), value(0755, "0755"));
        steps.add(make.shared() ? step.tolerating(Errno.EEXIST) : step.undoneBy(removal(Stage.SETUP, make.path())));
    }

    /** Where the file does not exist, the fallback is written instead. */
    private void write(CgroupAct.Write write) {
        CgroupAct.Write fallback = write.fallback();
        String why = "write " + write.value() + " to " + write.path();
        Slot file = new Slot(write.path());
        Step open = Step.call(
                        Stage.SETUP,
                        why,
                        Syscall.OPENAT,
                        Constants.CWD,
                        text(write.path()),
                        Constants.open(OpenFlags.O_WRONLY, "O_WRONLY"))
                .into(file);
        steps.add(fallback == null ? open : open.tolerating(Errno.ENOENT).skippingAfterTolerated(2));
        steps.write(Stage.SETUP, slot(file), KernelText.encode(write.value()), why);
        if (fallback == null) {
            close(file);
        } else {
            steps.add(Step.call(Stage.SETUP, "close " + file.name(), Syscall.CLOSE, slot(file))
                    .skippingAfterSuccess(writeSteps(fallback)));
            write(fallback);
        }
    }

    private static int writeSteps(CgroupAct.Write write) {
        return 3 + (write.fallback() == null ? 0 : writeSteps(write.fallback()));
    }

    private void close(Slot file) {
        steps.call(Stage.SETUP, "close " + file.name(), Syscall.CLOSE, slot(file));
    }

    /**
     * Loads the device program and attaches it. Its attributes hold two descriptors in one word, so both get a number
     * that is known now.
     */
    private void attach(CgroupAct.AttachDeviceProgram attach) {
        long instructions = attach.program().length / 8;
        Argument.Struct load = new Argument.Struct(List.of(
                value(BpfConstants.BPF_PROG_TYPE_CGROUP_DEVICE | (instructions << 32)),
                new Argument.Bytes(attach.program()),
                text("Apache-2.0"),
                Constants.NONE));
        Slot program = steps.call(
                Stage.SETUP,
                new Slot("the device program"),
                "load the device rules as a program",
                Syscall.BPF,
                value(BpfConstants.BPF_PROG_LOAD, "BPF_PROG_LOAD"),
                load,
                value(32));
        Slot directory = steps.open(Stage.SETUP, attach.path(), OpenFlags.O_DIRECTORY, "O_DIRECTORY");
        number(program, PROGRAM);
        number(directory, DIRECTORY);
        // {u32 target_fd, attach_bpf_fd, attach_type, attach_flags}
        byte[] attributes = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(DIRECTORY)
                .putInt(PROGRAM)
                .putInt(BpfConstants.BPF_CGROUP_DEVICE)
                .array();
        steps.call(
                Stage.SETUP,
                "attach the device rules to the cgroup",
                Syscall.BPF,
                value(BpfConstants.BPF_PROG_ATTACH, "BPF_PROG_ATTACH"),
                new Argument.Bytes(attributes),
                value(attributes.length));
        for (int number : new int[] {PROGRAM, DIRECTORY}) {
            steps.call(Stage.SETUP, "close it", Syscall.CLOSE, value(number));
        }
        close(program);
        close(directory);
    }

    private void number(Slot descriptor, int number) {
        steps.call(
                Stage.SETUP,
                "give " + descriptor.name() + " a number known in advance",
                Syscall.DUP3,
                slot(descriptor),
                value(number),
                value(OpenFlags.O_CLOEXEC, "O_CLOEXEC"));
    }
}
