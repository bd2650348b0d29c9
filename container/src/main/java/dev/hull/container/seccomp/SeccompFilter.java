package dev.hull.container.seccomp;

import dev.hull.linux.SeccompConstants;
import java.util.Set;

/**
 * A filter as seccomp(2) loads it.
 *
 * @param program {@code struct sock_filter[]}: 8 bytes an instruction, little-endian
 * @param flags of {@code seccomp(SECCOMP_SET_MODE_FILTER)}
 */
public record SeccompFilter(byte[] program, Set<SeccompFlag> flags) {
    /** {@code BPF_MAXINSNS}, the most the kernel takes. */
    public static final int MAX_INSTRUCTIONS = SeccompConstants.BPF_MAXINSNS;

    public SeccompFilter {
        flags = Set.copyOf(flags);
        if (program.length % 8 != 0 || program.length == 0 || program.length / 8 > MAX_INSTRUCTIONS) {
            throw new IllegalArgumentException("a filter has 1 to " + MAX_INSTRUCTIONS
                    + " instructions of 8 bytes, not " + program.length + " bytes");
        }
    }

    /** {@code sock_fprog.len}. */
    public int length() {
        return program.length / 8;
    }

    /** The flags as seccomp(2)'s second argument. */
    public int flagBits() {
        int bits = 0;
        for (SeccompFlag flag : flags) {
            bits |= flag.bit();
        }
        return bits;
    }
}
