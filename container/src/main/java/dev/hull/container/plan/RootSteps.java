package dev.hull.container.plan;

import static dev.hull.container.plan.Constants.slot;
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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The root file system: its writable layer made in the keeper, its mounts in init, and the way in. */
final class RootSteps {
    /** Lowers get these numbers where their paths are too many or too long for one option: see {@link #shortNames}. */
    private static final int FIRST_LOWER = 200;

    private static final Argument.Struct READ_ONLY =
            Constants.mountAttributes(MountFlags.MOUNT_ATTR_RDONLY, 0, 0, "MOUNT_ATTR_RDONLY");

    private final StepList steps;
    private final PlanFacts facts;
    private final Stage stage;
    private final Trees trees;

    /** What the root file system is made of, the root first. */
    private final List<Slot> mounts = new ArrayList<>();

    /**
     * @param stage where the trees are made. In a user namespace an overlay would lack its layers' trusted attributes,
     *     and no part of a mount may be taken without what hides it: there the keeper makes them
     */
    RootSteps(StepList steps, PlanFacts facts, Stage stage) {
        this.steps = steps;
        this.facts = facts;
        this.stage = stage;
        this.trees = new Trees(steps, stage);
    }

    /** In the keeper: the directories of what is written. */
    void makeLayers() {
        switch (facts.rootfs()) {
            case Rootfs.Overlay overlay -> {
                if (overlay.layer() != null) {
                    makeDirectories(overlay.layer());
                }
            }
            case Rootfs.Host host -> {
                makeDirectories(host.layer());
                for (int i = 0; i < host.mounts().size(); i++) {
                    if (!host.mounts().get(i).bind()) {
                        makeDirectories(part(host.layer(), i));
                    }
                }
            }
            case Rootfs.Directory directory -> {
                // written through: nothing to make
            }
        }
    }

    private void makeDirectories(Rootfs.WritableLayer layer) {
        makeDirectory(layer.upper(), 0755);
        makeDirectory(layer.work(), 0700);
    }

    /** Kept from an earlier start, it exists; then it also stays when this start fails. */
    private void makeDirectory(String path, int mode) {
        Step undo = Step.call(Stage.SETUP, "remove " + path, Syscall.RMDIR, text(path))
                .with(Step.Flag.TOLERATE_ALL);
        steps.add(Step.call(
                        Stage.SETUP,
                        "make the directory " + path,
                        Syscall.MKDIR,
                        text(path),
                        value(mode, "0" + Integer.toOctalString(mode)))
                .tolerating(Errno.EEXIST)
                .undoneBy(undo));
    }

    private static Rootfs.WritableLayer part(Rootfs.WritableLayer layer, int number) {
        return new Rootfs.WritableLayer(layer.upper() + "/" + number, layer.work() + "/" + number, layer.discarded());
    }

    /** Makes what the root consists of, attached nowhere. */
    void make() {
        switch (facts.rootfs()) {
            case Rootfs.Overlay overlay -> mounts.add(overlay(overlay.lowers(), overlay.layer()));
            case Rootfs.Directory directory -> mounts.add(trees.host(directory.path(), true));
            case Rootfs.Host host -> {
                for (int i = 0; i < host.mounts().size(); i++) {
                    Rootfs.HostMount mount = host.mounts().get(i);
                    Rootfs.WritableLayer layer = part(host.layer(), i);
                    mounts.add(mount.bind() ? readOnly(mount.path()) : overlay(List.of(mount.path()), layer));
                }
            }
        }
    }

    /** In the keeper: what init has inherited. */
    void release() {
        for (Slot mount : mounts) {
            steps.call(Stage.START, "close " + mount.name(), Syscall.CLOSE, slot(mount));
        }
    }

    /**
     * In init: attached over the old root, in this mount namespace alone. Paths of the host still resolve as before: a
     * process keeps its root directory whatever is mounted on it.
     */
    Slot attach() {
        Slot root = attachRoot(mounts.getFirst());
        if (facts.rootfs() instanceof Rootfs.Host host) {
            Targets targets = new Targets(steps, root);
            Trees attaching = new Trees(steps);
            for (int i = 1; i < mounts.size(); i++) {
                String path = host.mounts().get(i).path();
                Slot target = targets.existing(path, 1);
                attaching.attach(mounts.get(i), target, path);
            }
        }
        return root;
    }

    private Slot attachRoot(Slot root) {
        steps.call(
                Stage.INIT,
                "attach the new root above the old one",
                Syscall.MOVE_MOUNT,
                slot(root),
                Constants.EMPTY,
                Constants.CWD,
                text("/"),
                Constants.MOVE_DESCRIPTOR);
        return root;
    }

    private Slot readOnly(String path) {
        Slot tree = trees.host(path, false);
        trees.attributes(tree, READ_ONLY, false, "make " + path + " read-only here");
        return tree;
    }

    private Slot overlay(List<String> lowers, Rootfs.@Nullable WritableLayer layer) {
        if (layer == null && lowers.size() == 1) {
            // an overlay of one layer that nobody writes to is no overlay to the kernel
            return readOnly(lowers.getFirst());
        }
        Slot context = trees.begin("overlay");
        trees.configure(context, "overlay", "source", "overlay");
        Slot before = null;
        if (facts.kernelHas(6, 5) && areShort(lowers)) {
            for (String lower : lowers) {
                trees.configure(context, "overlay", "lowerdir+", lower);
            }
        } else {
            before = shortNames(context, lowers);
        }
        if (layer != null) {
            trees.configure(context, "overlay", "upperdir", layer.upper());
            trees.configure(context, "overlay", "workdir", layer.work());
            if (layer.discarded()) {
                trees.configure(context, "overlay", "volatile");
            }
        }
        Slot mount = trees.create(context, "overlay", 0, "0");
        if (before != null) {
            steps.call(stage, "go back", Syscall.FCHDIR, slot(before));
        }
        return mount;
    }

    private static boolean areShort(List<String> paths) {
        for (String path : paths) {
            if (KernelText.encode(path).length >= Trees.FSCONFIG_LIMIT) {
                return false;
            }
        }
        return true;
    }

    /**
     * Before Linux 6.5 all lowers share one option of 255 bytes, and no single path may be longer at any time: each is
     * opened under a number, and named by it from /proc/self/fd. That kernel resolves the names when it creates the
     * overlay, not when it is told them: until then the working directory stays there.
     *
     * @return where the process was before
     */
    private Slot shortNames(Slot context, List<String> lowers) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < lowers.size(); i++) {
            int number = FIRST_LOWER + i;
            Slot lower =
                    steps.open(stage, lowers.get(i), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, "O_PATH|O_DIRECTORY");
            steps.call(
                    stage,
                    "give the layer a short name",
                    Syscall.DUP3,
                    slot(lower),
                    value(number),
                    value(OpenFlags.O_CLOEXEC, "O_CLOEXEC"));
            names.append(i == 0 ? "" : ":").append(number);
        }
        if (names.length() >= Trees.FSCONFIG_LIMIT) {
            throw new IllegalArgumentException("the image has " + lowers.size()
                    + " layers: this kernel takes at most 63 in one overlay, Linux 6.5 takes 500");
        }
        Slot before = steps.open(stage, ".", OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, "O_PATH|O_DIRECTORY");
        steps.call(stage, "go where the short names are", Syscall.CHDIR, text("/proc/self/fd"));
        trees.configure(context, "overlay", "lowerdir", names.toString());
        return before;
    }

    /** Once every mount has its place: what is mounted beside the root file system follows its own options. */
    void writeProtect() {
        Trees own = new Trees(steps);
        for (Slot mount : mounts) {
            own.attributes(mount, READ_ONLY, false, "write-protect " + mount.name());
        }
    }

    /** Leaves the host: the new root becomes the root, the old one is detached with all that is mounted on it. */
    void enter(Slot root) {
        steps.call(Stage.INIT, "go into the new root", Syscall.FCHDIR, slot(root));
        steps.call(Stage.INIT, "make it the root", Syscall.PIVOT_ROOT, text("."), text("."));
        steps.call(
                Stage.INIT,
                "detach the host's root",
                Syscall.UMOUNT2,
                text("."),
                value(MountFlags.MNT_DETACH, "MNT_DETACH"));
    }

    /** Without a mount namespace of its own: chroot(8). */
    void change(String path) {
        if (path.equals("/")) {
            return;
        }
        Argument root = text(path);
        steps.call(Stage.INIT, "go into " + path, Syscall.CHDIR, root);
        steps.call(Stage.INIT, "make it the root", Syscall.CHROOT, text("."));
    }
}
