package dev.hull.container.plan;

import static dev.hull.container.plan.Constants.slot;

import dev.hull.container.ContainerSpec;
import dev.hull.launch.Argument;
import dev.hull.launch.Slot;
import dev.hull.launch.Stage;
import dev.hull.launch.Step;
import dev.hull.linux.MountFlags;
import dev.hull.linux.Syscall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Paths that the container must not see, or not write. What does not exist needs neither. */
final class MaskSteps {
    private static final Argument.Struct READ_ONLY = Constants.mountAttributes(
            MountFlags.MOUNT_ATTR_RDONLY | ProcSteps.ATTRIBUTES,
            0,
            0,
            "MOUNT_ATTR_RDONLY|MOUNT_ATTR_NOSUID|MOUNT_ATTR_NODEV|MOUNT_ATTR_NOEXEC");

    private final StepList steps;
    private final Targets targets;
    private final DeviceSteps devices;
    private final Trees trees;
    private @Nullable Slot empty;

    MaskSteps(StepList steps, Targets targets, DeviceSteps devices) {
        this.steps = steps;
        this.targets = targets;
        this.devices = devices;
        this.trees = new Trees(steps);
    }

    void mask(ContainerSpec spec, Rootfs rootfs) {
        List<String> hidden = new ArrayList<>(spec.linux().maskedPaths());
        if (rootfs instanceof Rootfs.Host host) {
            hidden.addAll(host.masks());
        }
        if (!hidden.isEmpty()) {
            devices.nullDevice();
            empty();
        }
        hidden.forEach(this::hide);
        spec.linux().readonlyPaths().forEach(this::writeProtect);
    }

    /** A file by /dev/null, and where that does not fit because it is a directory, by an empty read-only one. */
    private void hide(String path) {
        Slot target = targets.existing(path, 4);
        Slot file = trees.clone(devices.nullDevice(), false, "take /dev/null to hide " + path);
        steps.add(trees.attachingIfAlike(file, target, path).skippingAfterSuccess(2));
        Slot directory = trees.clone(empty(), false, "take the empty directory to hide " + path);
        trees.attach(directory, target, path);
    }

    /**
     * An empty file system, made when first needed and attached to be taken from: on the old root, which the container
     * leaves.
     */
    private Slot empty() {
        Slot made = empty;
        if (made == null) {
            made = trees.fileSystem(
                    "tmpfs",
                    "tmpfs",
                    List.of("mode=555", "size=0"),
                    MountFlags.MOUNT_ATTR_RDONLY | ProcSteps.ATTRIBUTES,
                    "MOUNT_ATTR_RDONLY|MOUNT_ATTR_NOSUID|MOUNT_ATTR_NODEV|MOUNT_ATTR_NOEXEC");
            attachToOldRoot(made);
            empty = made;
        }
        return made;
    }

    private void attachToOldRoot(Slot tree) {
        steps.add(Step.call(
                Stage.INIT,
                "attach the empty directory to the root that is left behind",
                Syscall.MOVE_MOUNT,
                slot(tree),
                Constants.EMPTY,
                Constants.CWD,
                Argument.text("/proc"),
                Constants.MOVE_DESCRIPTOR));
    }

    private void writeProtect(String path) {
        Slot target = targets.existing(path, 3);
        Slot tree = trees.clone(target, true, "take " + path + " to write-protect it");
        trees.attributes(tree, READ_ONLY, true, "write-protect " + path);
        trees.attach(tree, target, path);
    }
}
