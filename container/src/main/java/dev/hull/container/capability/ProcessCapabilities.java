package dev.hull.container.capability;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The five sets of a process, as a runtime-spec's {@code process.capabilities} names them.
 *
 * @param bounding what an execve(2) can gain at most
 * @param effective what the kernel checks
 * @param inheritable always empty for a container that Hull makes (CVE-2022-29162, CVE-2022-24769)
 * @param permitted what may be made effective
 * @param ambient what an execve(2) without privileges keeps
 */
public record ProcessCapabilities(
        CapabilitySet bounding,
        CapabilitySet effective,
        CapabilitySet inheritable,
        CapabilitySet permitted,
        CapabilitySet ambient) {
    /** {@code _LINUX_CAPABILITY_VERSION_3}: two 32-bit halves. */
    private static final int VERSION_3 = 0x20080522;

    /** What a program gets that may gain {@code set}: root holds it, another user only by a set-uid or file-capability program. */
    public static ProcessCapabilities of(CapabilitySet set, boolean root) {
        CapabilitySet own = root ? set : CapabilitySet.NONE;
        return new ProcessCapabilities(set, own, CapabilitySet.NONE, own, CapabilitySet.NONE);
    }

    /** capset(2)'s header for the calling thread: version and pid, 8 bytes. */
    public static byte[] capsetHeader() {
        byte[] header = new byte[8];
        ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putInt(VERSION_3).putInt(0);
        return header;
    }

    /** capset(2)'s data: effective, permitted, inheritable, first their low halves, then the high ones; 24 bytes. */
    public byte[] capsetData() {
        byte[] block = new byte[24];
        ByteBuffer data = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
        for (int shift = 0; shift < 64; shift += 32) {
            data.putInt((int) (effective.bits() >>> shift));
            data.putInt((int) (permitted.bits() >>> shift));
            data.putInt((int) (inheritable.bits() >>> shift));
        }
        return block;
    }

    /**
     * What to drop from the bounding set, one {@code PR_CAPBSET_DROP} each: all that the kernel knows and the process
     * shall not gain, also those that have no name here.
     */
    public CapabilitySet boundingDrops(HeldCapabilities held) {
        return CapabilitySet.upTo(held.last()).intersect(held.bounding()).minus(bounding);
    }
}
