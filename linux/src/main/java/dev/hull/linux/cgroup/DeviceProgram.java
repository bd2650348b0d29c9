package dev.hull.linux.cgroup;

import dev.hull.linux.BpfConstants;
import dev.hull.linux.SeccompConstants;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Device rules as a BPF program of type BPF_PROG_TYPE_CGROUP_DEVICE.
 *
 * <p>The kernel runs it with r1 = {@code struct bpf_cgroup_dev_ctx {u32 access_type, major, minor}}; 1 in r0 allows. r3
 * holds the kinds of access not decided yet. The rules are tried from the last to the first: one that allows takes its
 * kinds out, and when none is left the answer is yes; one that denies a kind still there answers no. So each kind obeys
 * the last rule that speaks of it, and what no rule speaks of is denied.
 */
public final class DeviceProgram {
    private static final int INSTRUCTION = 8;
    /** Of one rule at most: type, major, minor, access, jump, answer, exit. */
    private static final int MAX_PER_RULE = 8;

    private static final int LOAD_WORD = SeccompConstants.BPF_LDX | SeccompConstants.BPF_MEM | SeccompConstants.BPF_W;
    private static final int MOVE_REGISTER = BpfConstants.BPF_ALU64 | BpfConstants.BPF_MOV | SeccompConstants.BPF_X;
    private static final int MOVE = BpfConstants.BPF_ALU64 | BpfConstants.BPF_MOV;
    private static final int AND = BpfConstants.BPF_ALU64 | SeccompConstants.BPF_AND;
    private static final int SHIFT_RIGHT = BpfConstants.BPF_ALU64 | SeccompConstants.BPF_RSH;
    private static final int JUMP_UNLESS_EQUAL = SeccompConstants.BPF_JMP | BpfConstants.BPF_JNE;
    private static final int JUMP_IF_ANY = SeccompConstants.BPF_JMP | SeccompConstants.BPF_JSET;
    private static final int JUMP = SeccompConstants.BPF_JMP | SeccompConstants.BPF_JA;
    private static final int EXIT = SeccompConstants.BPF_JMP | BpfConstants.BPF_EXIT;

    private static final int ANSWER = 0;
    private static final int CONTEXT = 1;
    private static final int TYPE = 2;
    private static final int ACCESS = 3;
    private static final int MAJOR = 4;
    private static final int MINOR = 5;

    private final ByteBuffer code;

    private DeviceProgram(int rules) {
        code = ByteBuffer.allocate((8 + rules * MAX_PER_RULE) * INSTRUCTION).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The instructions, 8 bytes each. */
    public static byte[] assemble(List<DeviceRule> rules) {
        DeviceProgram program = new DeviceProgram(rules.size());
        program.prologue();
        for (int i = rules.size() - 1; i >= 0; i--) {
            program.rule(rules.get(i));
        }
        program.answer(0);
        byte[] bytes = new byte[program.code.position()];
        program.code.flip().get(bytes);
        return bytes;
    }

    private void prologue() {
        emit(LOAD_WORD, ACCESS, CONTEXT, 0, 0);
        emit(MOVE_REGISTER, TYPE, ACCESS, 0, 0);
        emit(AND, TYPE, 0, 0, 0xFFFF);
        emit(SHIFT_RIGHT, ACCESS, 0, 0, 16);
        emit(LOAD_WORD, MAJOR, CONTEXT, 4, 0);
        emit(LOAD_WORD, MINOR, CONTEXT, 8, 0);
    }

    private void rule(DeviceRule rule) {
        int tests = (rule.type() == 'a' ? 0 : 1) + (rule.major() < 0 ? 0 : 1) + (rule.minor() < 0 ? 0 : 1);
        // both kinds of verdict are four instructions
        int left = tests + 3;
        if (rule.type() != 'a') {
            int type = rule.type() == 'b' ? BpfConstants.BPF_DEVCG_DEV_BLOCK : BpfConstants.BPF_DEVCG_DEV_CHAR;
            emit(JUMP_UNLESS_EQUAL, TYPE, 0, left--, type);
        }
        if (rule.major() >= 0) {
            emit(JUMP_UNLESS_EQUAL, MAJOR, 0, left--, rule.major());
        }
        if (rule.minor() >= 0) {
            emit(JUMP_UNLESS_EQUAL, MINOR, 0, left, rule.minor());
        }
        if (rule.allow()) {
            emit(AND, ACCESS, 0, 0, ~mask(rule.access()));
            emit(JUMP_UNLESS_EQUAL, ACCESS, 0, 2, 0);
            answer(1);
        } else {
            emit(JUMP_IF_ANY, ACCESS, 0, 1, mask(rule.access()));
            emit(JUMP, 0, 0, 2, 0);
            answer(0);
        }
    }

    private void answer(int verdict) {
        emit(MOVE, ANSWER, 0, 0, verdict);
        emit(EXIT, 0, 0, 0, 0);
    }

    private static int mask(String access) {
        return (access.indexOf('r') >= 0 ? BpfConstants.BPF_DEVCG_ACC_READ : 0)
                | (access.indexOf('w') >= 0 ? BpfConstants.BPF_DEVCG_ACC_WRITE : 0)
                | (access.indexOf('m') >= 0 ? BpfConstants.BPF_DEVCG_ACC_MKNOD : 0);
    }

    /** {@code struct bpf_insn}: u8 code, u8 registers, s16 offset, s32 immediate. */
    private void emit(int operation, int destination, int source, int offset, int immediate) {
        code.put((byte) operation)
                .put((byte) (source << 4 | destination))
                .putShort((short) offset)
                .putInt(immediate);
    }
}
