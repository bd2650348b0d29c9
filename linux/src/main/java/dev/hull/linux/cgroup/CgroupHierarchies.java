package dev.hull.linux.cgroup;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cgroup hierarchies of this host and which controller lives where.
 *
 * <p>Read from /proc/self/mountinfo (proc_pid_mountinfo(5)), /proc/self/cgroup and the v2 root's cgroup.controllers.
 */
public final class CgroupHierarchies {
    private final List<Hierarchy> hierarchies;

    private CgroupHierarchies(List<Hierarchy> hierarchies) {
        this.hierarchies = List.copyOf(hierarchies);
    }

    /** What this process sees; {@link IOException} if /proc is not mounted. */
    public static CgroupHierarchies discover() throws IOException {
        return parse(ControlFile.read("/proc/self/mountinfo"), ControlFile.read("/proc/self/cgroup"), "");
    }

    /**
     * What such files tell.
     *
     * @param root put before mount points to find cgroup.controllers: empty, or a directory that holds a copy
     */
    static CgroupHierarchies parse(String mountinfo, String cgroup, String root) throws IOException {
        List<Hierarchy> found = new ArrayList<>();
        for (String line : lines(mountinfo)) {
            CgroupMount mount = CgroupMount.parse(line);
            if (mount != null && !contains(found, mount)) {
                String own = mount.relative(ownPath(cgroup, mount));
                Set<Controller> controllers = mount.version() == 2
                        ? v2Controllers(root + mount.mountPoint())
                        : v1Controllers(mount.options());
                found.add(new Hierarchy(mount.version(), mount.mountPoint(), mount.name(), controllers, own));
            }
        }
        return new CgroupHierarchies(found);
    }

    /** The same tree may be mounted in several places: the first is the one that everybody uses. */
    private static boolean contains(List<Hierarchy> found, CgroupMount mount) {
        for (Hierarchy hierarchy : found) {
            if (hierarchy.version() == mount.version() && hierarchy.name().equals(mount.name())) {
                return true;
            }
        }
        return false;
    }

    private static Set<Controller> v1Controllers(List<String> options) {
        Set<Controller> controllers = EnumSet.noneOf(Controller.class);
        for (Controller controller : Controller.values()) {
            if (options.contains(controller.v1Name())) {
                controllers.add(controller);
            }
        }
        return controllers;
    }

    private static Set<Controller> v2Controllers(String directory) throws IOException {
        List<String> names = split(ControlFile.readLine(directory + "/cgroup.controllers"), ' ');
        Set<Controller> controllers = EnumSet.noneOf(Controller.class);
        for (Controller controller : Controller.values()) {
            String name = controller.v2Name();
            if (name == null || names.contains(name)) {
                controllers.add(controller);
            }
        }
        return controllers;
    }

    /** The path in the line {@code id:controllers:path} of this hierarchy; v2's is {@code 0::path}. */
    private static String ownPath(String cgroup, CgroupMount mount) {
        for (String line : lines(cgroup)) {
            int first = line.indexOf(':');
            int second = line.indexOf(':', first + 1);
            if (second < 0) {
                continue;
            }
            String names = line.substring(first + 1, second);
            if (mount.version() == 2 ? names.isEmpty() : names.equals(mount.name())) {
                return line.substring(second + 1);
            }
        }
        return "/";
    }

    public CgroupMode mode() {
        boolean v1 = false;
        boolean v2 = false;
        for (Hierarchy hierarchy : hierarchies) {
            v1 |= !hierarchy.isV2();
            v2 |= hierarchy.isV2();
        }
        if (v1) {
            return v2 ? CgroupMode.HYBRID : CgroupMode.V1;
        }
        return v2 ? CgroupMode.V2 : CgroupMode.NONE;
    }

    /** In the order in which they are mounted. */
    public List<Hierarchy> all() {
        return hierarchies;
    }

    /** Where the controller lives: in v1 if it is mounted there, else in v2; null if this host has none. */
    public @Nullable Hierarchy of(Controller controller) {
        Hierarchy answer = null;
        for (Hierarchy hierarchy : hierarchies) {
            if (hierarchy.controllers().contains(controller) && (answer == null || answer.isV2())) {
                answer = hierarchy;
            }
        }
        return answer;
    }

    /** All controllers of this host. */
    public Set<Controller> controllers() {
        Set<Controller> controllers = EnumSet.noneOf(Controller.class);
        for (Hierarchy hierarchy : hierarchies) {
            controllers.addAll(hierarchy.controllers());
        }
        return controllers;
    }

    static boolean exists(String path) {
        return new File(path).exists();
    }

    static List<String> lines(String content) {
        return split(content, '\n');
    }

    /** The non-empty parts. */
    static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        while (start <= text.length()) {
            int end = text.indexOf(separator, start);
            end = end < 0 ? text.length() : end;
            if (end > start) {
                parts.add(text.substring(start, end));
            }
            start = end + 1;
        }
        return parts;
    }
}
