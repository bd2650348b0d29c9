package dev.hull.container.capability;

import dev.hull.linux.Capability;
import java.util.ArrayList;
import java.util.List;

/**
 * An immutable set of capabilities.
 *
 * @param bits bit n stands for capability n, as in /proc/self/status; bits beyond the known ones are kept
 */
public record CapabilitySet(long bits) {
    public static final CapabilitySet NONE = new CapabilitySet(0);

    /** Every capability that this version knows by name. */
    public static final CapabilitySet KNOWN = of(Capability.values());

    /**
     * What a container holds unless told otherwise: the set that docker gives. Without CAP_SYS_ADMIN, and without
     * whatever reaches the host's devices, clock, modules, network or other processes.
     */
    public static final CapabilitySet DEFAULT = of(
            Capability.CAP_CHOWN,
            Capability.CAP_DAC_OVERRIDE,
            Capability.CAP_FOWNER,
            Capability.CAP_FSETID,
            Capability.CAP_KILL,
            Capability.CAP_SETGID,
            Capability.CAP_SETUID,
            Capability.CAP_SETPCAP,
            Capability.CAP_NET_BIND_SERVICE,
            Capability.CAP_NET_RAW,
            Capability.CAP_SYS_CHROOT,
            Capability.CAP_MKNOD,
            Capability.CAP_AUDIT_WRITE,
            Capability.CAP_SETFCAP);

    public static CapabilitySet of(Capability... capabilities) {
        long bits = 0;
        for (Capability capability : capabilities) {
            bits |= capability.mask();
        }
        return new CapabilitySet(bits);
    }

    /** The capabilities 0 to {@code last}, known by name or not: what a kernel with that {@code cap_last_cap} has. */
    public static CapabilitySet upTo(int last) {
        return new CapabilitySet(last >= 63 ? -1L : (1L << (last + 1)) - 1);
    }

    /**
     * The set of those names, in any case, with or without {@code CAP_}.
     *
     * @throws IllegalArgumentException for a name that is none
     */
    public static CapabilitySet parse(Iterable<String> names) {
        CapabilitySet set = NONE;
        for (String name : names) {
            set = set.plus(of(CapabilityNames.parse(name)));
        }
        return set;
    }

    public boolean contains(Capability capability) {
        return (bits & capability.mask()) != 0;
    }

    public boolean containsAll(CapabilitySet other) {
        return (other.bits & ~bits) == 0;
    }

    public boolean isEmpty() {
        return bits == 0;
    }

    public CapabilitySet plus(CapabilitySet other) {
        return new CapabilitySet(bits | other.bits);
    }

    public CapabilitySet minus(CapabilitySet other) {
        return new CapabilitySet(bits & ~other.bits);
    }

    public CapabilitySet intersect(CapabilitySet other) {
        return new CapabilitySet(bits & other.bits);
    }

    /** The numbers in the set, ascending: also those that have no name here. */
    public int[] numbers() {
        int[] numbers = new int[Long.bitCount(bits)];
        long rest = bits;
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Long.numberOfTrailingZeros(rest);
            rest &= rest - 1;
        }
        return numbers;
    }

    /** The kernel's names in the order of their numbers: {@code CAP_CHOWN}. What has no name is left out. */
    public List<String> kernelNames() {
        List<String> names = new ArrayList<>();
        for (Capability capability : Capability.values()) {
            if (contains(capability)) {
                names.add(capability.name());
            }
        }
        return names;
    }
}
