package dev.hull.linux;

/**
 * seccomp(2), the classic BPF it loads, and what a filter answers.
 *
 * <p>Source: {@code include/uapi/linux/seccomp.h}, {@code bpf_common.h}, {@code filter.h}.
 */
public final class SeccompConstants {
    // Modes and operations
    public static final int SECCOMP_MODE_STRICT = 1;
    public static final int SECCOMP_MODE_FILTER = 2;
    public static final int SECCOMP_SET_MODE_STRICT = 0;
    public static final int SECCOMP_SET_MODE_FILTER = 1;
    public static final int SECCOMP_GET_ACTION_AVAIL = 2;
    public static final int SECCOMP_GET_NOTIF_SIZES = 3;

    // Flags of SECCOMP_SET_MODE_FILTER
    public static final int SECCOMP_FILTER_FLAG_TSYNC = 1;
    public static final int SECCOMP_FILTER_FLAG_LOG = 2;
    public static final int SECCOMP_FILTER_FLAG_SPEC_ALLOW = 4;
    public static final int SECCOMP_FILTER_FLAG_NEW_LISTENER = 8;
    public static final int SECCOMP_FILTER_FLAG_TSYNC_ESRCH = 0x10;
    public static final int SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV = 0x20;

    // Answers; the low 16 bits carry data, an errno for SECCOMP_RET_ERRNO
    public static final int SECCOMP_RET_KILL_PROCESS = 0x80000000;
    public static final int SECCOMP_RET_KILL_THREAD = 0;
    public static final int SECCOMP_RET_TRAP = 0x30000;
    public static final int SECCOMP_RET_ERRNO = 0x50000;
    public static final int SECCOMP_RET_USER_NOTIF = 0x7FC00000;
    public static final int SECCOMP_RET_TRACE = 0x7FF00000;
    public static final int SECCOMP_RET_LOG = 0x7FFC0000;
    public static final int SECCOMP_RET_ALLOW = 0x7FFF0000;
    public static final int SECCOMP_RET_ACTION_FULL = 0xFFFF0000;
    public static final int SECCOMP_RET_DATA = 0xFFFF;

    // Offsets in struct seccomp_data; args are eight bytes each, low word first
    public static final int SECCOMP_DATA_NR = 0;
    public static final int SECCOMP_DATA_ARCH = 4;
    public static final int SECCOMP_DATA_INSTRUCTION_POINTER = 8;
    public static final int SECCOMP_DATA_ARGS = 16;
    public static final int SECCOMP_DATA_SIZE = 64;

    // Classic BPF: classes, sizes, modes
    public static final int BPF_LD = 0;
    public static final int BPF_LDX = 1;
    public static final int BPF_ST = 2;
    public static final int BPF_STX = 3;
    public static final int BPF_ALU = 4;
    public static final int BPF_JMP = 5;
    public static final int BPF_RET = 6;
    public static final int BPF_MISC = 7;
    public static final int BPF_W = 0;
    public static final int BPF_H = 8;
    public static final int BPF_B = 0x10;
    public static final int BPF_IMM = 0;
    public static final int BPF_ABS = 0x20;
    public static final int BPF_IND = 0x40;
    public static final int BPF_MEM = 0x60;

    // Classic BPF: operations and operands
    public static final int BPF_ADD = 0;
    public static final int BPF_SUB = 0x10;
    public static final int BPF_MUL = 0x20;
    public static final int BPF_DIV = 0x30;
    public static final int BPF_OR = 0x40;
    public static final int BPF_AND = 0x50;
    public static final int BPF_LSH = 0x60;
    public static final int BPF_RSH = 0x70;
    public static final int BPF_NEG = 0x80;
    public static final int BPF_MOD = 0x90;
    public static final int BPF_XOR = 0xA0;
    public static final int BPF_JA = 0;
    public static final int BPF_JEQ = 0x10;
    public static final int BPF_JGT = 0x20;
    public static final int BPF_JGE = 0x30;
    public static final int BPF_JSET = 0x40;
    public static final int BPF_K = 0;
    public static final int BPF_X = 8;

    // The greatest number of instructions in one filter
    public static final int BPF_MAXINSNS = 4096;

    private SeccompConstants() {}
}
