package dev.hull.linux.cgroup;

/** A limit or a reading that needs a controller, or a part of one, that this host does not have. */
public final class MissingControllerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Controller controller;

    MissingControllerException(Controller controller, CgroupMode mode) {
        this(controller, "this host has no cgroup controller \"" + controller.v1Name() + "\" (" + where(mode) + ")");
    }

    MissingControllerException(Controller controller, String message) {
        super(message);
        this.controller = controller;
    }

    private static String where(CgroupMode mode) {
        return switch (mode) {
            case NONE -> "no cgroups are mounted; mount them at /sys/fs/cgroup";
            case V1 -> "see /proc/cgroups; mount its v1 hierarchy below /sys/fs/cgroup";
            case HYBRID -> "see /proc/cgroups; neither a v1 hierarchy nor cgroup.controllers of v2 has it";
            case V2 -> "see cgroup.controllers of the mounted v2 hierarchy";
        };
    }

    public Controller controller() {
        return controller;
    }
}
