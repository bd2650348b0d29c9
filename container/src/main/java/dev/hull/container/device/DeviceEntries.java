package dev.hull.container.device;

import java.util.ArrayList;
import java.util.List;

/**
 * Rules as v1's {@code devices} controller takes them: entries for devices.deny and devices.allow, in order, one write(2)
 * each; cgroup-v1/devices.rst.
 *
 * <p>The controller keeps a default and a list of exceptions to it. A denied entry only takes back an exception for the
 * very same numbers, so a list in which a denial cuts a piece out of a wider permission cannot be told to it: it would
 * stay allowed. Such a list is refused.
 */
public final class DeviceEntries {
    private DeviceEntries() {}

    /**
     * One write.
     *
     * @param file name in the cgroup's directory: {@code devices.allow} or {@code devices.deny}
     * @param text without a line's end
     */
    public record Entry(String file, String text) {}

    /**
     * The writes that make the rules, for a cgroup just made below one that may use all those devices.
     *
     * @throws IllegalArgumentException if the controller cannot express the list
     */
    public static List<Entry> of(List<DeviceRule> rules) {
        List<Entry> entries = new ArrayList<>();
        List<DeviceRule> allowed = new ArrayList<>();
        for (DeviceRule rule : startingWithDenial(rules)) {
            if (rule.type() == DeviceType.ALL) {
                allowed.clear();
            } else if (rule.allow()) {
                allowed.add(rule);
            } else {
                requireExact(rule, allowed);
            }
            entries.add(new Entry(rule.allow() ? "devices.allow" : "devices.deny", rule.toString()));
        }
        return entries;
    }

    /** A new cgroup allows what its parent allows: a list that says nothing of it denies all, as its last word. */
    private static List<DeviceRule> startingWithDenial(List<DeviceRule> rules) {
        if (rules.isEmpty() || rules.getFirst().type() == DeviceType.ALL) {
            return rules;
        }
        List<DeviceRule> whole = new ArrayList<>(rules);
        whole.addFirst(DeviceRule.DENY_ALL);
        return whole;
    }

    private static void requireExact(DeviceRule denied, List<DeviceRule> allowed) {
        for (DeviceRule rule : allowed) {
            boolean same =
                    rule.type() == denied.type() && rule.major() == denied.major() && rule.minor() == denied.minor();
            if (!same && overlap(rule, denied)) {
                throw new IllegalArgumentException("the v1 devices controller cannot deny '" + denied + "' out of the"
                        + " wider '" + rule + "': allow the devices one by one instead");
            }
        }
    }

    private static boolean overlap(DeviceRule a, DeviceRule b) {
        return a.type() == b.type()
                && overlap(a.major(), b.major())
                && overlap(a.minor(), b.minor())
                && (a.access().bits() & b.access().bits()) != 0;
    }

    private static boolean overlap(int a, int b) {
        return a == DeviceRule.ANY || b == DeviceRule.ANY || a == b;
    }
}
