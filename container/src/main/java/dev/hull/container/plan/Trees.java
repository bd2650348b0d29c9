package dev.hull.container.plan;

import static dev.hull.container.plan.Constants.slot;
import static dev.hull.launch.Argument.nothing;
import static dev.hull.launch.Argument.text;
import static dev.hull.launch.Argument.value;

import dev.hull.launch.Argument;
import dev.hull.launch.Slot;
import dev.hull.launch.Stage;
import dev.hull.launch.Step;
import dev.hull.linux.Errno;
import dev.hull.linux.KernelText;
import dev.hull.linux.MountFlags;
import dev.hull.linux.OpenFlags;
import dev.hull.linux.Syscall;
import java.util.List;

/**
 * Mounts that are attached nowhere yet, and how they are attached: by descriptors alone, so no path is resolved twice
 * and nothing shows in the host's mountinfo.
 */
final class Trees {
    /** fsconfig(2) takes values of at most that many bytes, its NUL included. */
    static final int FSCONFIG_LIMIT = 256;

    private final StepList steps;
    private final Stage stage;

    Trees(StepList steps) {
        this(steps, Stage.INIT);
    }

    /**
     * @param stage where trees are made: in init, or in the keeper what init's user namespace would not be allowed to
     *     make; they are attached in init
     */
    Trees(StepList steps, Stage stage) {
        this.steps = steps;
        this.stage = stage;
    }

    /**
     * A new file system, configured and mounted, attached nowhere.
     *
     * @param source what mountinfo and df(1) show it as
     */
    Slot fileSystem(String type, String source, List<String> data, long attributes, String attributeNames) {
        Slot context = begin(type);
        configure(context, type, "source", source);
        for (String option : data) {
            configure(context, type, option);
        }
        return create(context, type, attributes, attributeNames);
    }

    Slot begin(String type) {
        return steps.call(
                stage,
                new Slot("the new " + type),
                "begin a new " + type,
                Syscall.FSOPEN,
                text(type),
                value(MountFlags.FSOPEN_CLOEXEC, "FSOPEN_CLOEXEC"));
    }

    /** {@code key=value} or {@code key}. */
    void configure(Slot context, String type, String option) {
        int equals = option.indexOf('=');
        if (equals < 0) {
            steps.call(
                    stage,
                    "set " + option + " of the new " + type,
                    Syscall.FSCONFIG,
                    slot(context),
                    value(MountFlags.FSCONFIG_SET_FLAG, "FSCONFIG_SET_FLAG"),
                    text(option),
                    nothing(),
                    value(0));
        } else {
            configure(context, type, option.substring(0, equals), option.substring(equals + 1));
        }
    }

    void configure(Slot context, String type, String key, String text) {
        if (KernelText.encode(text).length >= FSCONFIG_LIMIT) {
            throw new IllegalArgumentException(
                    "the option " + key + " of a " + type + " is longer than the kernel takes (255 bytes): " + text);
        }
        configure(context, type, key, text(text), text);
    }

    void configure(Slot context, String type, String key, Argument text, String shown) {
        steps.call(
                stage,
                "set " + key + "=" + shown + " of the new " + type,
                Syscall.FSCONFIG,
                slot(context),
                value(MountFlags.FSCONFIG_SET_STRING, "FSCONFIG_SET_STRING"),
                text(key),
                text,
                value(0));
    }

    Slot create(Slot context, String type, long attributes, String attributeNames) {
        steps.call(
                stage,
                "make the new " + type,
                Syscall.FSCONFIG,
                slot(context),
                value(MountFlags.FSCONFIG_CMD_CREATE, "FSCONFIG_CMD_CREATE"),
                nothing(),
                nothing(),
                value(0));
        return steps.call(
                stage,
                new Slot("the detached " + type),
                "mount the new " + type + ", attached nowhere",
                Syscall.FSMOUNT,
                slot(context),
                value(MountFlags.FSMOUNT_CLOEXEC, "FSMOUNT_CLOEXEC"),
                value(attributes, attributeNames));
    }

    /** A second mount of what a host path names. */
    Slot host(String path, boolean below) {
        return steps.call(
                stage,
                new Slot("the tree " + path),
                "take " + path + (below ? " and the mounts below it" : ""),
                Syscall.OPEN_TREE,
                Constants.CWD,
                text(path),
                below ? Constants.CLONE_TREE_RECURSIVE : Constants.CLONE_TREE);
    }

    /** A second mount of what a descriptor stands for; its own mount must be attached by now. */
    Slot clone(Slot descriptor, boolean below, String why) {
        return steps.call(
                stage,
                new Slot("a tree of " + descriptor.name()),
                why,
                Syscall.OPEN_TREE,
                slot(descriptor),
                Constants.EMPTY,
                below ? Constants.CLONE_TREE_RECURSIVE : Constants.CLONE_TREE);
    }

    /** Sets attributes and propagation of a mount. */
    void attributes(Slot mount, Argument.Struct attributes, boolean below, String why) {
        long flags = OpenFlags.AT_EMPTY_PATH | (below ? OpenFlags.AT_RECURSIVE : 0);
        steps.call(
                stage,
                why,
                Syscall.MOUNT_SETATTR,
                slot(mount),
                Constants.EMPTY,
                value(flags, below ? "AT_EMPTY_PATH|AT_RECURSIVE" : "AT_EMPTY_PATH"),
                attributes,
                Constants.MOUNT_ATTR_SIZE);
    }

    /** Attaches a mount where a descriptor points. */
    void attach(Slot mount, Slot target, String path) {
        steps.add(attaching(mount, target, path));
    }

    /** The same, but that one is a directory and the other is not (EINVAL) is no error. */
    Step attachingIfAlike(Slot mount, Slot target, String path) {
        return attaching(mount, target, path).tolerating(Errno.EINVAL);
    }

    private static Step attaching(Slot mount, Slot target, String path) {
        return Step.call(
                Stage.INIT,
                "attach " + mount.name() + " to " + path,
                Syscall.MOVE_MOUNT,
                slot(mount),
                Constants.EMPTY,
                slot(target),
                Constants.EMPTY,
                Constants.MOVE_BY_DESCRIPTORS);
    }
}
