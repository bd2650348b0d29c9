package dev.hull.linux.cgroup;

import java.util.ArrayList;
import java.util.List;

/** Which devices a cgroup may open or make. */
public final class DevicesController {
    private final Place place;

    DevicesController(Place place) {
        this.place = place;
    }

    /** What puts the rules into force: lines for v1, which allows all at first; a program for v2. */
    public List<CgroupAct> rules(List<DeviceRule> rules) {
        if (place.hierarchy().isV2()) {
            return List.of(new CgroupAct.AttachDeviceProgram(place.directory(), DeviceProgram.assemble(rules)));
        }
        List<CgroupAct> acts = new ArrayList<>();
        for (DeviceRule rule : rules) {
            acts.add(new CgroupAct.Write(place.file(rule.allow() ? "devices.allow" : "devices.deny"), rule.line()));
        }
        return acts;
    }
}
