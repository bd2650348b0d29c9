package dev.hull.container.capability;

import java.util.List;

/**
 * What {@code --cap-add}, {@code --cap-drop} and {@code --privileged} ask for, with docker's meaning.
 *
 * <p>{@code --cap-add ALL} is everything this process can give, less what is dropped; {@code --cap-drop ALL} is nothing,
 * and what is added; a name both dropped and added is added.
 *
 * @param add names as {@link CapabilitySet#parse} takes them, or ALL
 * @param drop the same
 * @param privileged everything this process can give, less what is dropped by name
 */
public record CapabilityRequest(List<String> add, List<String> drop, boolean privileged) {
    public CapabilityRequest {
        add = List.copyOf(add);
        drop = List.copyOf(drop);
    }

    /**
     * The set that the container holds.
     *
     * <p>Of the default set, what this process does not hold itself is left out: nobody asked for it by name. A
     * capability asked for by name is given or refused.
     *
     * @param base the preset's own set
     * @throws IllegalArgumentException for an unknown name, a contradiction, or a capability that is not ours to give
     */
    public CapabilitySet resolve(CapabilitySet base, HeldCapabilities held) {
        boolean addAll = hasAll(add);
        boolean dropAll = hasAll(drop);
        if (addAll && dropAll) {
            throw new IllegalArgumentException(
                    "--cap-add ALL and --cap-drop ALL contradict each other: give one of them");
        }
        CapabilitySet added = named("--cap-add", add);
        CapabilitySet dropped = named("--cap-drop", drop);
        requireGrantable(added, held);
        CapabilitySet whole = privileged || addAll ? held.grantable() : base.intersect(held.grantable());
        CapabilitySet kept = dropAll ? CapabilitySet.NONE : whole;
        return kept.minus(dropped).plus(added);
    }

    private static void requireGrantable(CapabilitySet added, HeldCapabilities held) {
        CapabilitySet missing = added.minus(held.grantable());
        if (missing.isEmpty()) {
            return;
        }
        CapabilitySet unknown = missing.minus(CapabilitySet.upTo(held.last()));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("--cap-add " + String.join(", ", unknown.kernelNames())
                    + ": this kernel does not know it (its cap_last_cap is " + held.last() + ")");
        }
        throw new IllegalArgumentException("--cap-add " + String.join(", ", missing.kernelNames())
                + ": hull does not hold it itself, and nobody can give what he does not hold;"
                + " leave it out, or run hull with it");
    }

    private static boolean hasAll(List<String> names) {
        for (String name : names) {
            if (CapabilityNames.bare(name).equals("ALL")) {
                return true;
            }
        }
        return false;
    }

    private static CapabilitySet named(String option, List<String> names) {
        CapabilitySet set = CapabilitySet.NONE;
        for (String name : names) {
            if (CapabilityNames.bare(name).equals("ALL")) {
                continue;
            }
            try {
                set = set.plus(CapabilitySet.of(CapabilityNames.parse(name)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
            }
        }
        return set;
    }
}
