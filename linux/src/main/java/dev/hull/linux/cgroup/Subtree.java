package dev.hull.linux.cgroup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Which controllers the children of a v2 cgroup get: cgroup.subtree_control. */
final class Subtree {
    private Subtree() {}

    /**
     * Gives the children of {@code path} every controller that the hierarchy has and we know.
     *
     * <p>One write: it fails as a whole if one of them is not available here, so only the root's list is asked. What
     * is enabled already is left out, for the root's file is another's and may be read-only to us.
     */
    static void enable(Hierarchy hierarchy, String path, List<CgroupAct> acts) throws IOException {
        String file = hierarchy.directory(path) + "/cgroup.subtree_control";
        List<String> enabled =
                CgroupHierarchies.exists(file) ? CgroupHierarchies.split(ControlFile.readLine(file), ' ') : List.of();
        List<String> missing = new ArrayList<>();
        for (Controller controller : Controller.values()) {
            String name = controller.v2Name();
            if (name != null && hierarchy.controllers().contains(controller) && !enabled.contains(name)) {
                missing.add("+" + name);
            }
        }
        if (!missing.isEmpty()) {
            acts.add(new CgroupAct.Write(file, String.join(" ", missing)));
        }
    }
}
