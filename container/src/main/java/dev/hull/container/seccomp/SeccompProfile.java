package dev.hull.container.seccomp;

import dev.hull.container.capability.CapabilitySet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A profile as {@code --security-opt seccomp=FILE} names it: a {@link Seccomp} whose rules depend on the container's
 * capabilities, the architecture and the kernel. The runtime-spec's {@code linux.seccomp} is one without conditions.
 *
 * <p>Source: the documents that docker and containers-common install; their readers.
 *
 * @param architectures as the runtime-spec lists them
 * @param subArchitectures {@code archMap}: the tables that programs of a machine may use beside its own
 */
public record SeccompProfile(
        Verdict defaultVerdict,
        List<SeccompArchitecture> architectures,
        Map<SeccompArchitecture, List<SeccompArchitecture>> subArchitectures,
        Set<SeccompFlag> flags,
        List<Entry> entries) {
    public SeccompProfile {
        architectures = List.copyOf(architectures);
        subArchitectures = Map.copyOf(subArchitectures);
        flags = Set.copyOf(flags);
        entries = List.copyOf(entries);
    }

    /**
     * A rule that holds where all of {@code includes} and none of {@code excludes} does.
     *
     * @param comment why it is there; empty if nobody says
     */
    public record Entry(SeccompRule rule, Condition includes, Condition excludes, String comment) {}

    /**
     * A condition on what the container is started with. What is empty says nothing.
     *
     * @param arches {@link SeccompArchitecture#profileName}s of machines
     */
    public record Condition(
            CapabilitySet capabilities,
            Set<String> arches,
            @Nullable KernelVersion minKernel) {
        static final Condition NONE = new Condition(CapabilitySet.NONE, Set.of(), null);

        public Condition {
            arches = Set.copyOf(arches);
        }

        /** As {@code includes}: every capability, one of the architectures, a kernel that new. */
        boolean includes(SeccompArchitecture machine, CapabilitySet held, KernelVersion kernel) {
            return held.containsAll(capabilities)
                    && (arches.isEmpty() || arches.contains(machine.profileName()))
                    && (minKernel == null || kernel.isAtLeast(minKernel));
        }

        /** As {@code excludes}: any one of it is enough. */
        boolean excludes(SeccompArchitecture machine, CapabilitySet held, KernelVersion kernel) {
            return !held.intersect(capabilities).isEmpty()
                    || arches.contains(machine.profileName())
                    || (minKernel != null && kernel.isAtLeast(minKernel));
        }
    }

    /** What holds for a container with these capabilities on that machine. */
    public Seccomp resolve(SeccompArchitecture machine, CapabilitySet held, KernelVersion kernel) {
        List<SeccompArchitecture> tables = new ArrayList<>(architectures);
        if (tables.isEmpty()) {
            tables.add(machine);
            tables.addAll(subArchitectures.getOrDefault(machine, List.of()));
        }
        List<SeccompRule> rules = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.includes.includes(machine, held, kernel) && !entry.excludes.excludes(machine, held, kernel)) {
                rules.add(entry.rule);
            }
        }
        return new Seccomp(defaultVerdict, tables, flags, rules);
    }

    /** The capabilities that change what {@link #resolve} gives. */
    public CapabilitySet decidingCapabilities() {
        CapabilitySet deciding = CapabilitySet.NONE;
        for (Entry entry : entries) {
            deciding = deciding.plus(entry.includes.capabilities).plus(entry.excludes.capabilities);
        }
        return deciding;
    }
}
