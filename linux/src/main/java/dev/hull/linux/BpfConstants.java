package dev.hull.linux;

/**
 * bpf(2): commands, program types and the instruction set of a cgroup's device program.
 *
 * <p>Source: {@code include/uapi/linux/bpf.h}, {@code bpf_common.h}.
 */
public final class BpfConstants {
    // Commands
    public static final int BPF_MAP_CREATE = 0;
    public static final int BPF_PROG_LOAD = 5;
    public static final int BPF_OBJ_PIN = 6;
    public static final int BPF_PROG_ATTACH = 8;
    public static final int BPF_PROG_DETACH = 9;
    public static final int BPF_PROG_QUERY = 16;
    public static final int BPF_PROG_GET_FD_BY_ID = 13;

    // Program and attach types
    public static final int BPF_PROG_TYPE_CGROUP_DEVICE = 15;
    public static final int BPF_CGROUP_DEVICE = 6;

    // Flags of BPF_PROG_ATTACH
    public static final int BPF_F_ALLOW_OVERRIDE = 1;
    public static final int BPF_F_ALLOW_MULTI = 2;
    public static final int BPF_F_REPLACE = 4;

    // Instruction classes and operations beyond classic BPF
    public static final int BPF_JMP32 = 6;
    public static final int BPF_ALU64 = 7;
    public static final int BPF_MOV = 0xB0;
    public static final int BPF_JNE = 0x50;
    public static final int BPF_CALL = 0x80;
    public static final int BPF_EXIT = 0x90;

    // Registers
    public static final int BPF_REG_0 = 0;
    public static final int BPF_REG_1 = 1;
    public static final int BPF_REG_2 = 2;
    public static final int BPF_REG_3 = 3;
    public static final int BPF_REG_4 = 4;
    public static final int BPF_REG_5 = 5;
    public static final int BPF_REG_6 = 6;
    public static final int BPF_REG_10 = 10;

    // struct bpf_cgroup_dev_ctx: access_type holds the device type in its low half and the access in its high half
    public static final int BPF_DEVCG_ACC_MKNOD = 1;
    public static final int BPF_DEVCG_ACC_READ = 2;
    public static final int BPF_DEVCG_ACC_WRITE = 4;
    public static final int BPF_DEVCG_DEV_BLOCK = 1;
    public static final int BPF_DEVCG_DEV_CHAR = 2;

    private BpfConstants() {}
}
