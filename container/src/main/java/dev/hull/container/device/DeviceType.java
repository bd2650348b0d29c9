package dev.hull.container.device;

import dev.hull.linux.BpfConstants;

/** The kind of a device node; the letters are those of mknod(1), the device cgroup and the runtime-spec. */
public enum DeviceType {
    /** Every device: only in a rule. */
    ALL('a', 0, 0),
    CHAR('c', BpfConstants.BPF_DEVCG_DEV_CHAR, 0020000),
    BLOCK('b', BpfConstants.BPF_DEVCG_DEV_BLOCK, 0060000);

    /** {@code S_IFMT}: the bits of a mode that hold the type. */
    static final int TYPE_BITS = 0170000;

    private final char letter;
    private final int programType;
    private final int modeBits;

    DeviceType(char letter, int programType, int modeBits) {
        this.letter = letter;
        this.programType = programType;
        this.modeBits = modeBits;
    }

    public char letter() {
        return letter;
    }

    /** {@code BPF_DEVCG_DEV_*}. */
    int programType() {
        return programType;
    }

    /** {@code S_IFCHR} or {@code S_IFBLK}: what mknod(2)'s mode begins with. */
    public int modeBits() {
        return modeBits;
    }
}
