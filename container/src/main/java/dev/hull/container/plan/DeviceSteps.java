package dev.hull.container.plan;

import static dev.hull.container.plan.Constants.slot;
import static dev.hull.launch.Argument.text;
import static dev.hull.launch.Argument.value;

import dev.hull.container.ContainerSpec;
import dev.hull.container.Namespace;
import dev.hull.container.device.DeviceNode;
import dev.hull.launch.Argument;
import dev.hull.launch.Slot;
import dev.hull.launch.Stage;
import dev.hull.launch.Step;
import dev.hull.linux.Errno;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.StatxFlags;
import dev.hull.linux.Syscall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The container's /dev: filled while it is attached nowhere, so nobody can stand in the way. */
final class DeviceSteps {
    private static final String DEV = "/dev/";

    private static final int NULL_MODE = OpenFlags.S_IFCHR | 0666;

    private final StepList steps;
    private final ContainerSpec spec;
    private @Nullable Slot dev;
    private @Nullable Slot terminals;
    private @Nullable Slot nullDevice;

    DeviceSteps(StepList steps, ContainerSpec spec) {
        this.steps = steps;
        this.spec = spec;
    }

    /** Fills the tmpfs that becomes /dev. In a user namespace mknod(2) is refused: there the host's nodes are bound. */
    void populate(Slot tree) {
        dev = tree;
        for (ContainerSpec.Mount mount : spec.mounts()) {
            String path = mount.destination();
            if (path.startsWith(DEV) && path.indexOf('/', DEV.length()) < 0) {
                directory(tree, path.substring(DEV.length()));
            }
        }
        if (!spec.linux().makes(Namespace.USER)) {
            for (DeviceNode node : nodes()) {
                if (node.path().startsWith(DEV)) {
                    make(tree, node, node.path().substring(DEV.length()));
                }
            }
        }
        link(tree, "/proc/self/fd", "fd");
        link(tree, "/proc/self/fd/0", "stdin");
        link(tree, "/proc/self/fd/1", "stdout");
        link(tree, "/proc/self/fd/2", "stderr");
        link(tree, "/proc/kcore", "core");
        link(tree, "pts/ptmx", "ptmx");
    }

    private List<DeviceNode> nodes() {
        List<DeviceNode> nodes = new ArrayList<>(DeviceNode.DEFAULTS);
        nodes.addAll(spec.linux().devices());
        return nodes;
    }

    /** Once everything is attached: nodes outside /dev, and in a user namespace all of them. */
    void attach(Targets targets, Trees trees) {
        boolean bound = spec.linux().makes(Namespace.USER);
        for (DeviceNode node : dev == null ? spec.linux().devices() : nodes()) {
            if (bound) {
                Slot target = targets.file(node.path());
                trees.attach(trees.host(node.path(), false), target, node.path());
            } else if (dev == null || !node.path().startsWith(DEV)) {
                int slash = node.path().lastIndexOf('/');
                Slot parent = targets.directory(slash == 0 ? "/" : node.path().substring(0, slash));
                make(parent, node, Targets.name(node.path()));
            }
        }
    }

    private void make(Slot directory, DeviceNode node, String name) {
        int slash = name.lastIndexOf('/');
        for (int i = name.indexOf('/'); i >= 0 && i <= slash; i = name.indexOf('/', i + 1)) {
            directory(directory, name.substring(0, i));
        }
        steps.call(
                Stage.INIT,
                "make the device " + node.path() + " (" + node.type().letter() + " " + node.major() + ":" + node.minor()
                        + ")",
                Syscall.MKNODAT,
                slot(directory),
                text(name),
                value(node.modeWithType(), "0" + Integer.toOctalString(node.modeWithType())),
                value(node.device(), node.major() + ":" + node.minor()));
        if (node.uid() != 0 || node.gid() != 0) {
            steps.call(
                    Stage.INIT,
                    "give " + node.path() + " to its owner",
                    Syscall.FCHOWNAT,
                    slot(directory),
                    text(name),
                    value(Integer.toUnsignedLong(node.uid())),
                    value(Integer.toUnsignedLong(node.gid())),
                    value(OpenFlags.AT_SYMLINK_NOFOLLOW, "AT_SYMLINK_NOFOLLOW"));
        }
    }

    private void directory(Slot parent, String name) {
        steps.add(Step.call(
                        Stage.INIT,
                        "make the directory " + DEV + name,
                        Syscall.MKDIRAT,
                        slot(parent),
                        text(name),
                        value(0755, "0755"))
                .tolerating(Errno.EEXIST));
    }

    private void link(Slot tree, String target, String name) {
        steps.call(
                Stage.INIT,
                "make the link " + DEV + name + " to " + target,
                Syscall.SYMLINKAT,
                text(target),
                slot(tree),
                text(name));
    }

    /** The container's devpts. */
    void terminals(Slot devpts) {
        terminals = devpts;
    }

    /** The container's devpts, or null if it has none. */
    @Nullable
    Slot terminals() {
        return terminals;
    }

    /** The tmpfs that is /dev, or null if the container has none of its own. */
    @Nullable
    Slot dev() {
        return dev;
    }

    /**
     * /dev/null by descriptor, checked to be character device 1:3: what is mounted over a path to mask it must not be
     * something that somebody put in its place (CVE-2025-31133).
     */
    Slot nullDevice() {
        Slot opened = nullDevice;
        if (opened == null) {
            opened = openNull();
            nullDevice = opened;
        }
        return opened;
    }

    private Slot openNull() {
        Slot own = spec.linux().makes(Namespace.USER) ? null : dev;
        Slot opened = steps.call(
                Stage.INIT,
                new Slot("/dev/null"),
                "open /dev/null itself",
                Syscall.OPENAT,
                own == null ? Constants.CWD : slot(own),
                text(own == null ? "/dev/null" : "null"),
                Constants.open(OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW, "O_PATH|O_NOFOLLOW"));
        Argument.Buffer status = new Argument.Buffer(256);
        steps.call(
                Stage.INIT,
                "look what /dev/null is",
                Syscall.STATX,
                slot(opened),
                Constants.EMPTY,
                Constants.EMPTY_PATH,
                value(StatxFlags.STATX_TYPE | StatxFlags.STATX_MODE, "STATX_TYPE|STATX_MODE"),
                status);
        // struct statx: u16 stx_mode at 28, u32 stx_rdev_major and stx_rdev_minor at 128
        steps.compare(
                Stage.INIT,
                new Argument.BufferAddress(status, 128),
                new byte[] {1, 0, 0, 0, 3, 0, 0, 0},
                Errno.ENODEV,
                "check that /dev/null is the device 1:3");
        steps.compare(
                Stage.INIT,
                new Argument.BufferAddress(status, 28),
                new byte[] {(byte) NULL_MODE, (byte) (NULL_MODE >>> 8)},
                Errno.ENODEV,
                "check that /dev/null is a character device that everybody may use");
        return opened;
    }
}
