package dev.hull.linux.cgroup;

import java.io.IOException;
import java.util.List;

/** On which cpus and memory nodes a cgroup runs: cpuset(7). */
public final class CpusetController {
    private final Place place;

    CpusetController(Place place) {
        this.place = place;
    }

    /** {@code list} as cpuset(7) writes it: {@code 0-2,7}; the kernel refuses what the parent does not have. */
    public CgroupAct.Write cpus(String list) {
        return new CgroupAct.Write(place.file("cpuset.cpus"), list);
    }

    public CgroupAct.Write mems(String list) {
        return new CgroupAct.Write(place.file("cpuset.mems"), list);
    }

    /** Fills a new v1 cgroup, or one that somebody left empty, with what its nearest filled ancestor has. */
    static void inherit(Hierarchy hierarchy, String path, List<CgroupAct> acts) throws IOException {
        for (String name : List.of("cpuset.cpus", "cpuset.mems")) {
            String own = hierarchy.directory(path) + "/" + name;
            if (CgroupHierarchies.exists(own) && !ControlFile.readLine(own).isEmpty()) {
                continue;
            }
            acts.add(new CgroupAct.Write(own, inherited(hierarchy, path, name)));
        }
    }

    private static String inherited(Hierarchy hierarchy, String path, String name) throws IOException {
        String ancestor = path;
        while (!ancestor.equals("/")) {
            int slash = ancestor.lastIndexOf('/');
            ancestor = slash <= 0 ? "/" : ancestor.substring(0, slash);
            String file = hierarchy.directory(ancestor) + "/" + name;
            String value = CgroupHierarchies.exists(file) ? ControlFile.readLine(file) : "";
            if (!value.isEmpty()) {
                return value;
            }
        }
        throw new IOException(hierarchy.directory("/") + "/" + name + " is empty");
    }
}
