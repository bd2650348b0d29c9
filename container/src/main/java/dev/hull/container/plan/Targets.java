package dev.hull.container.plan;

import static dev.hull.container.plan.Constants.slot;
import static dev.hull.launch.Argument.text;
import static dev.hull.launch.Argument.value;

import dev.hull.launch.Argument;
import dev.hull.launch.Slot;
import dev.hull.launch.Stage;
import dev.hull.launch.Step;
import dev.hull.linux.Errno;
import dev.hull.linux.Syscall;
import java.util.ArrayList;
import java.util.List;

/**
 * Places in the new root, as descriptors: resolved once, inside the root, and made where they are missing.
 *
 * <p>See openat2(2), RESOLVE_IN_ROOT: the image's links lead nowhere else than into the image.
 */
final class Targets {
    private static final Argument DIRECTORY_MODE = value(0755, "0755");

    private final StepList steps;
    private final Slot root;

    Targets(StepList steps, Slot root) {
        this.steps = steps;
        this.root = root;
    }

    /** A directory; links of the image on the way to it are followed inside the root. */
    Slot directory(String path) {
        return openOrMake(path, Constants.IN_ROOT, List.of());
    }

    /** A directory that must be one itself, as its parents: no link of the image leads to it. */
    Slot plainDirectory(String path) {
        return openOrMake(path, Constants.IN_ROOT_NO_LINKS, List.of());
    }

    /** A file; links are followed inside the root. */
    Slot file(String path) {
        return openOrMake(path, Constants.IN_ROOT, List.of(makeFile(path)));
    }

    /** A file or, if the image has a link there, the link itself: what is mounted on it hides it. */
    Slot fileItself(String path) {
        return openOrMake(path, Constants.IN_ROOT_ITSELF, List.of(makeFile(path)));
    }

    /** What is there; if nothing is, the next {@code otherwise} steps are left out. */
    Slot existing(String path, int otherwise) {
        Slot target = new Slot(path);
        steps.add(open(path, target, Constants.IN_ROOT)
                .tolerating(Errno.ENOENT, Errno.ENOTDIR)
                .skippingAfterTolerated(otherwise));
        return target;
    }

    /** One try, and only if that fails the parents and the thing itself are made. */
    private Slot openOrMake(String path, Argument.Struct how, List<Step> last) {
        Slot target = new Slot(path);
        List<Step> making = new ArrayList<>();
        List<String> parents = parents(path);
        for (int i = 0; i < parents.size(); i++) {
            making.addAll(makeDirectory(parents.get(i)));
        }
        if (last.isEmpty()) {
            making.addAll(makeDirectory(path));
        }
        making.addAll(last);
        making.add(open(path, target, how));
        steps.add(open(path, target, how).tolerating(Errno.ENOENT).skippingAfterSuccess(making.size()));
        steps.addAll(making);
        return target;
    }

    /** {@code /a}, {@code /a/b} of {@code /a/b/c}. */
    private static List<String> parents(String path) {
        List<String> parents = new ArrayList<>();
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            parents.add(path.substring(0, slash));
        }
        return parents;
    }

    private Step open(String path, Slot target, Argument.Struct how) {
        return Step.call(
                        Stage.INIT,
                        "find " + path + " in the root",
                        Syscall.OPENAT2,
                        slot(root),
                        text(path),
                        how,
                        Constants.OPEN_HOW_SIZE)
                .into(target);
    }

    /** mkdirat(2) in the parent, which is resolved inside the root. */
    private List<Step> makeDirectory(String path) {
        Slot parent = new Slot("the parent of " + path);
        return List.of(
                openParent(path, parent),
                Step.call(
                                Stage.INIT,
                                "make the directory " + path,
                                Syscall.MKDIRAT,
                                slot(parent),
                                text(name(path)),
                                DIRECTORY_MODE)
                        .tolerating(Errno.EEXIST));
    }

    private Step makeFile(String path) {
        return Step.call(
                        Stage.INIT,
                        "make the file " + path,
                        Syscall.OPENAT2,
                        slot(root),
                        text(path),
                        Constants.CREATE_IN_ROOT,
                        Constants.OPEN_HOW_SIZE)
                .into(new Slot("the new file " + path));
    }

    private Step openParent(String path, Slot parent) {
        int slash = path.lastIndexOf('/');
        return open(slash == 0 ? "/" : path.substring(0, slash), parent, Constants.IN_ROOT);
    }

    /** The last component. */
    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
