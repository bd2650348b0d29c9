package dev.hull.engine;

import dev.hull.linux.cgroup.CgroupHierarchies;
import dev.hull.linux.cgroup.CgroupLayout;
import dev.hull.linux.cgroup.Controller;
import dev.hull.linux.cgroup.MissingControllerException;
import dev.hull.linux.cgroup.Place;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A container's cgroups in all hierarchies of the host, with the cgroups that the container made below them. */
final class ContainerCgroup {
    /** How long killed processes may take to leave; one in uninterruptible sleep takes as long as its device does. */
    private static final long LEAVE_MILLIS = 10_000;

    private final CgroupLayout layout;

    private ContainerCgroup(CgroupLayout layout) {
        this.layout = layout;
    }

    static ContainerCgroup of(String cgroupsPath) {
        try {
            return new ContainerCgroup(CgroupLayout.of(CgroupHierarchies.discover(), cgroupsPath));
        } catch (IOException e) {
            throw HullException.of("read", "/proc/self/mountinfo", e);
        }
    }

    CgroupLayout layout() {
        return layout;
    }

    boolean exists() {
        return layout.places().stream().anyMatch(place -> Files.isDirectory(Path.of(place.directory())));
    }

    /** Whether somebody has frozen it, or is about to. */
    boolean isFrozen() {
        if (layout.placeOf(Controller.FREEZER) == null) {
            return false;
        }
        try {
            return layout.freezer().isFreezing();
        } catch (IOException e) {
            return false;
        }
    }

    /** Stops every process in it, and waits until all have stopped. */
    void freeze() {
        try {
            layout.freezer().freeze().perform();
            if (!Patience.until(Duration.ofMillis(LEAVE_MILLIS), this::hasFrozen)) {
                layout.freezer().thaw().perform();
                throw new HullException.Failed(
                        "freeze cgroup",
                        layout.cgroupsPath(),
                        "some of its processes did not stop",
                        "they wait for a device that does not answer");
            }
        } catch (IOException e) {
            throw HullException.of("freeze cgroup", layout.cgroupsPath(), e);
        } catch (MissingControllerException e) {
            throw new HullException.Unsupported(
                    "freeze cgroup", layout.cgroupsPath(), String.valueOf(e.getMessage()), "");
        }
    }

    private boolean hasFrozen() {
        try {
            return layout.freezer().isFrozen();
        } catch (IOException e) {
            throw HullException.of("freeze cgroup", layout.cgroupsPath(), e);
        }
    }

    void thaw() {
        try {
            layout.freezer().thaw().perform();
        } catch (IOException e) {
            throw HullException.of("thaw cgroup", layout.cgroupsPath(), e);
        }
    }

    /** The processes in it, as this pid namespace sees them. */
    Set<Integer> processes() {
        Set<Integer> pids = new LinkedHashSet<>();
        for (Place place : layout.places()) {
            for (Path cgroup : tree(Path.of(place.directory()))) {
                String list = KernelFile.read(cgroup.resolve("cgroup.procs"));
                if (list != null && !list.isEmpty()) {
                    for (String pid : list.split("\n", -1)) {
                        pids.add(Integer.parseInt(pid));
                    }
                }
            }
        }
        pids.remove(0);
        return pids;
    }

    /** Kills every process in it and waits until they have left. */
    void kill() {
        Place unified = layout.unified();
        boolean atOnce = unified != null && write(Path.of(unified.file("cgroup.kill")), "1");
        long deadline = System.nanoTime() + LEAVE_MILLIS * 1_000_000;
        for (Set<Integer> left = processes(); !left.isEmpty(); left = processes()) {
            if (System.nanoTime() > deadline) {
                throw new HullException.Failed(
                        "kill the processes of",
                        layout.cgroupsPath(),
                        left.size() + " are still there, among them pid "
                                + left.iterator().next(),
                        "they wait for a device that does not answer");
            }
            killOnce(left, atOnce);
            Patience.nap();
        }
    }

    /** Frozen processes cannot fork away from the signals; v1 delivers SIGKILL only after the thaw. */
    private void killOnce(Set<Integer> pids, boolean atOnce) {
        boolean freezable = !atOnce && layout.placeOf(Controller.FREEZER) != null;
        try {
            if (freezable) {
                layout.freezer().freeze().perform();
            }
            for (int pid : freezable ? processes() : pids) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
            if (freezable || isFrozen()) {
                layout.freezer().thaw().perform();
            }
        } catch (IOException e) {
            if (exists()) {
                throw HullException.of("kill the processes of", layout.cgroupsPath(), e);
            }
        }
    }

    /** Removes what is there of it; the processes must have left. */
    void remove() {
        for (Place place : layout.places()) {
            for (Path cgroup : tree(Path.of(place.directory())).reversed()) {
                removeDirectory(cgroup);
            }
        }
    }

    /** rmdir(2) answers EBUSY for a moment after the last process has left. */
    private static void removeDirectory(Path cgroup) {
        long deadline = System.nanoTime() + LEAVE_MILLIS * 1_000_000;
        while (true) {
            try {
                Files.deleteIfExists(cgroup);
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw HullException.of("remove cgroup", cgroup.toString(), e);
                }
                Patience.nap();
            }
        }
    }

    /** The cgroup and those below it, parents first; empty if it is not there. */
    private static List<Path> tree(Path root) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(root)) {
            found.add(root);
        }
        for (int i = 0; i < found.size(); i++) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(found.get(i), Files::isDirectory)) {
                children.forEach(found::add);
            } catch (NoSuchFileException e) {
                // It went while we looked.
            } catch (IOException e) {
                throw HullException.of("list cgroup", found.get(i).toString(), e);
            }
        }
        return found;
    }

    private static boolean write(Path file, String value) {
        if (!Files.exists(file)) {
            return false;
        }
        try {
            Files.writeString(file, value);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The directory of the first hierarchy that has it. */
    @Nullable
    Path directory(Controller controller) {
        Place place = layout.placeOf(controller);
        return place == null ? null : Path.of(place.directory());
    }
}
