package dev.hull.linux.cgroup;

import java.io.IOException;

/** Stops all processes of a cgroup and lets them go on. Source: {@code freezer-subsystem.rst}, {@code cgroup-v2.rst}. */
public final class FreezerController {
    private final Place place;
    private final boolean v2;

    FreezerController(Place place) {
        this.place = place;
        this.v2 = place.hierarchy().isV2();
    }

    /** Begins to freeze; {@link #isFrozen} tells when all have stopped. */
    public CgroupAct.Write freeze() {
        return v2
                ? new CgroupAct.Write(place.file("cgroup.freeze"), "1")
                : new CgroupAct.Write(place.file("freezer.state"), "FROZEN");
    }

    public CgroupAct.Write thaw() {
        return v2
                ? new CgroupAct.Write(place.file("cgroup.freeze"), "0")
                : new CgroupAct.Write(place.file("freezer.state"), "THAWED");
    }

    /** Whether every process has stopped. v1 goes on freezing whenever the state is read. */
    public boolean isFrozen() throws IOException {
        return v2
                ? ControlFile.keyed(ControlFile.read(place.file("cgroup.events")), "frozen") == 1
                : ControlFile.readLine(place.file("freezer.state")).equals("FROZEN");
    }

    /** Whether somebody has asked for it: frozen, or on the way there. */
    public boolean isFreezing() throws IOException {
        return v2
                ? ControlFile.number(place.file("cgroup.freeze")) == 1
                : !ControlFile.readLine(place.file("freezer.state")).equals("THAWED");
    }
}
