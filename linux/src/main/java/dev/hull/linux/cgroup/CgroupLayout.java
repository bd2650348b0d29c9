package dev.hull.linux.cgroup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a container's cgroups are, in every hierarchy of the host, and what is to be done to make them.
 *
 * <p>Hull has a tree of its own, {@code <mount>/hull/ID}. A parent of it holds no processes, for v2 enables controllers
 * only below a cgroup without any.
 */
public final class CgroupLayout {
    /** Below it are all containers that were given no other parent. */
    public static final String ROOT = "/hull";

    private static final int NAME_MAX = 255;

    private final CgroupHierarchies hierarchies;
    private final String cgroupsPath;
    private final List<Place> places;

    private CgroupLayout(CgroupHierarchies hierarchies, String cgroupsPath) {
        this.hierarchies = hierarchies;
        this.cgroupsPath = cgroupsPath;
        List<Place> all = new ArrayList<>();
        for (Hierarchy hierarchy : hierarchies.all()) {
            all.add(new Place(hierarchy, cgroupsPath));
        }
        this.places = List.copyOf(all);
    }

    /**
     * @param cgroupsPath the runtime-spec's {@code linux.cgroupsPath}, absolute below the mount points: see {@link #path}
     */
    public static CgroupLayout of(CgroupHierarchies hierarchies, String cgroupsPath) {
        return new CgroupLayout(hierarchies, checked(cgroupsPath));
    }

    /**
     * The cgroupsPath of a container.
     *
     * @param parent {@code --cgroup-parent}: absolute below the mount points, relative below {@code /hull}; null for
     *     {@code /hull}. {@link IllegalArgumentException} if it leaves the tree or cannot be a cgroup's name.
     * @param id the container's
     */
    public static String path(@Nullable String parent, String id) {
        if (parent == null || parent.isEmpty()) {
            return checked(ROOT + "/" + id);
        }
        return checked((parent.startsWith("/") ? parent : ROOT + "/" + parent) + "/" + id);
    }

    private static String checked(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("the cgroup path " + path + " does not begin with /");
        }
        List<String> names = CgroupHierarchies.split(path, '/');
        if (names.isEmpty()) {
            throw new IllegalArgumentException("the cgroup path " + path + " names the root");
        }
        for (String name : names) {
            if (name.equals(".") || name.equals("..") || name.indexOf('\n') >= 0 || name.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("the cgroup path " + path + " has a component \"" + name + "\"");
            }
            if (name.length() > NAME_MAX) {
                throw new IllegalArgumentException("the cgroup path " + path + " has a component over 255 bytes");
            }
        }
        return "/" + String.join("/", names);
    }

    public CgroupHierarchies hierarchies() {
        return hierarchies;
    }

    /** {@code /hull/ID}, what config.json stores. */
    public String cgroupsPath() {
        return cgroupsPath;
    }

    /** One a hierarchy, in the order of {@link CgroupHierarchies#all}. */
    public List<Place> places() {
        return places;
    }

    /** Where the controller keeps this container's files; null if the host has no such controller. */
    public @Nullable Place placeOf(Controller controller) {
        Hierarchy hierarchy = hierarchies.of(controller);
        return hierarchy == null ? null : new Place(hierarchy, cgroupsPath);
    }

    /** The v2 cgroup, also of a hybrid host: for CLONE_INTO_CGROUP, cgroup.kill, BPF; null on a v1 host. */
    public @Nullable Place unified() {
        for (Place place : places) {
            if (place.hierarchy().isV2()) {
                return place;
            }
        }
        return null;
    }

    /**
     * What makes the cgroups, in order: parents, controllers enabled from the root down (v2), the container's own, the
     * parent's cpus and memory nodes (v1 cpuset: empty after mkdir, and nobody can join it so).
     */
    public List<CgroupAct> creation() throws IOException {
        List<CgroupAct> acts = new ArrayList<>();
        for (Place place : places) {
            Hierarchy hierarchy = place.hierarchy();
            List<String> levels = levels();
            for (int i = 0; i < levels.size(); i++) {
                String directory = hierarchy.directory(levels.get(i));
                if (hierarchy.isV2()) {
                    Subtree.enable(hierarchy, i == 0 ? "/" : levels.get(i - 1), acts);
                }
                acts.add(new CgroupAct.MakeDirectory(directory, i < levels.size() - 1));
                if (!hierarchy.isV2() && hierarchy.controllers().contains(Controller.CPUSET)) {
                    CpusetController.inherit(hierarchy, levels.get(i), acts);
                }
            }
        }
        return acts;
    }

    /** {@code /hull}, {@code /hull/ID}. */
    private List<String> levels() {
        List<String> levels = new ArrayList<>();
        int slash = 0;
        while (slash >= 0) {
            slash = cgroupsPath.indexOf('/', slash + 1);
            levels.add(slash < 0 ? cgroupsPath : cgroupsPath.substring(0, slash));
        }
        return levels;
    }

    /** Limits of memory; {@link MissingControllerException} if the host has none. So with the others. */
    public MemoryController memory() {
        return new MemoryController(required(Controller.MEMORY));
    }

    public CpuController cpu() {
        return new CpuController(required(Controller.CPU));
    }

    /** What counts the cpu time: v1's cpuacct, any cgroup of v2. */
    public CpuAccounting cpuAccounting() {
        return new CpuAccounting(required(Controller.CPUACCT), placeOf(Controller.CPU));
    }

    public CpusetController cpuset() {
        return new CpusetController(required(Controller.CPUSET));
    }

    public PidsController pids() {
        return new PidsController(required(Controller.PIDS));
    }

    public IoController io() {
        return new IoController(required(Controller.IO));
    }

    public FreezerController freezer() {
        return new FreezerController(required(Controller.FREEZER));
    }

    public HugetlbController hugetlb() {
        return new HugetlbController(required(Controller.HUGETLB));
    }

    private Place required(Controller controller) {
        Place place = placeOf(controller);
        if (place == null) {
            throw new MissingControllerException(controller, hierarchies.mode());
        }
        return place;
    }
}
