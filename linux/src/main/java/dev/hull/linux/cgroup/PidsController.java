package dev.hull.linux.cgroup;

import java.io.IOException;

/** The number of processes and threads in a cgroup. */
public final class PidsController {
    private final Place place;

    PidsController(Place place) {
        this.place = place;
    }

    /** Beyond it fork(2) and clone(2) fail with EAGAIN; -1 for no limit. */
    public CgroupAct.Write max(long tasks) {
        return new CgroupAct.Write(place.file("pids.max"), tasks < 0 ? "max" : Long.toString(tasks));
    }

    public PidsUsage usage() throws IOException {
        return new PidsUsage(
                ControlFile.number(place.file("pids.current")),
                ControlFile.number(place.file("pids.max")),
                ControlFile.keyed(ControlFile.read(place.file("pids.events")), "max"));
    }
}
