package dev.hull.container.plan;

import static dev.hull.container.plan.Constants.slot;
import static dev.hull.launch.Argument.text;
import static dev.hull.launch.Argument.value;

import dev.hull.container.LinuxSpec;
import dev.hull.container.Namespace;
import dev.hull.launch.Slot;
import dev.hull.launch.Stage;
import dev.hull.linux.Syscall;
import dev.hull.linux.cgroup.CgroupLayout;
import dev.hull.linux.cgroup.CgroupMode;
import dev.hull.linux.cgroup.Place;
import java.util.List;

/**
 * The container's view of its cgroups. A mount of the host's cgroup directory serves: it begins at the container's own
 * cgroup, and costs one call where a new mount of the file system costs a superblock.
 */
final class CgroupMountSteps {
    private final StepList steps;
    private final LinuxSpec linux;
    private final CgroupLayout cgroups;
    private final Trees trees;

    CgroupMountSteps(StepList steps, LinuxSpec linux, CgroupLayout cgroups) {
        this.steps = steps;
        this.linux = linux;
        this.cgroups = cgroups;
        this.trees = new Trees(steps);
    }

    /** A host without cgroups has nothing to show. */
    void mount(String path, MountOptions options, Targets targets) {
        CgroupMode mode = cgroups.hierarchies().mode();
        if (mode == CgroupMode.NONE) {
            return;
        }
        Slot target = targets.plainDirectory(path);
        Slot mounted;
        if (mode == CgroupMode.V2) {
            mounted = tree(cgroups.places().getFirst());
            trees.attach(mounted, target, path);
        } else {
            mounted = trees.fileSystem("tmpfs", "tmpfs", List.of("mode=755"), 0, "0");
            for (Place place : cgroups.places()) {
                makeDirectory(mounted, name(place));
            }
            trees.attach(mounted, target, path);
            for (Place place : cgroups.places()) {
                attachBelow(tree(place), mounted, path, name(place));
            }
        }
        trees.attributes(
                mounted,
                Constants.mountAttributes(options.set(), options.clear(), 0, options.attributeNames()),
                true,
                "set " + options.attributeNames() + " on " + path + " and what is below");
    }

    private Slot tree(Place place) {
        boolean own = linux.namespace(Namespace.CGROUP) != null;
        return trees.host(own ? place.directory() : place.hierarchy().mountPoint(), false);
    }

    private static String name(Place place) {
        return Targets.name(place.hierarchy().mountPoint());
    }

    private void makeDirectory(Slot parent, String name) {
        steps.call(
                Stage.INIT,
                "make the directory for the cgroup of " + name,
                Syscall.MKDIRAT,
                slot(parent),
                text(name),
                value(0755, "0755"));
    }

    /** Into a tmpfs that was made a moment ago: its names are what we made them. */
    private void attachBelow(Slot tree, Slot parent, String path, String name) {
        steps.call(
                Stage.INIT,
                "attach " + tree.name() + " to " + path + "/" + name,
                Syscall.MOVE_MOUNT,
                slot(tree),
                Constants.EMPTY,
                slot(parent),
                text(name),
                Constants.MOVE_DESCRIPTOR);
    }
}
