package dev.hull.container.device;

import java.util.ArrayList;
import java.util.List;

/** The device cgroup's rules that presets begin with. */
public final class DeviceRules {
    private static final int TTY_MAJOR = 5;
    private static final int CONSOLE_MINOR = 1;
    private static final int PTMX_MINOR = 2;
    private static final int PTS_MAJOR = 136;

    private DeviceRules() {}

    /**
     * Everything denied but the default nodes, /dev/console, /dev/ptmx and the terminals of a devpts.
     *
     * <p>Other runtimes also let every node be made (and not used); Hull does not: a node that lies in a volume is one
     * that a careless host opens.
     */
    public static List<DeviceRule> defaults() {
        List<DeviceRule> rules = new ArrayList<>();
        rules.add(DeviceRule.DENY_ALL);
        for (DeviceNode node : DeviceNode.DEFAULTS) {
            rules.add(node.allowing(DeviceAccess.ALL));
        }
        rules.add(character(TTY_MAJOR, CONSOLE_MINOR));
        rules.add(character(TTY_MAJOR, PTMX_MINOR));
        rules.add(character(PTS_MAJOR, DeviceRule.ANY));
        return rules;
    }

    private static DeviceRule character(int major, int minor) {
        return new DeviceRule(true, DeviceType.CHAR, major, minor, DeviceAccess.ALL);
    }
}
