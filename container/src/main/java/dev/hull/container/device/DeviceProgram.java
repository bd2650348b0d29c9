package dev.hull.container.device;

import static dev.hull.linux.BpfConstants.BPF_ALU64;
import static dev.hull.linux.BpfConstants.BPF_EXIT;
import static dev.hull.linux.BpfConstants.BPF_JNE;
import static dev.hull.linux.BpfConstants.BPF_MOV;
import static dev.hull.linux.BpfConstants.BPF_REG_0;
import static dev.hull.linux.BpfConstants.BPF_REG_1;
import static dev.hull.linux.BpfConstants.BPF_REG_2;
import static dev.hull.linux.BpfConstants.BPF_REG_3;
import static dev.hull.linux.BpfConstants.BPF_REG_4;
import static dev.hull.linux.BpfConstants.BPF_REG_5;
import static dev.hull.linux.SeccompConstants.BPF_AND;
import static dev.hull.linux.SeccompConstants.BPF_JA;
import static dev.hull.linux.SeccompConstants.BPF_JMP;
import static dev.hull.linux.SeccompConstants.BPF_JSET;
import static dev.hull.linux.SeccompConstants.BPF_K;
import static dev.hull.linux.SeccompConstants.BPF_LDX;
import static dev.hull.linux.SeccompConstants.BPF_MEM;
import static dev.hull.linux.SeccompConstants.BPF_RSH;
import static dev.hull.linux.SeccompConstants.BPF_W;
import static dev.hull.linux.SeccompConstants.BPF_X;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Rules as a BPF_PROG_TYPE_CGROUP_DEVICE program, for cgroup v2: {@code struct bpf_insn[]}, 8 bytes an instruction.
 *
 * <p>The kernel calls it with {@code struct bpf_cgroup_dev_ctx {u32 access_type, major, minor}} and lets the access pass
 * if it returns 1. It goes through the rules from the last to the first with the set of accesses not yet allowed: an
 * allowing rule takes its own out and ends with 1 when none is left, a denying rule that names one of them ends with 0.
 * So the last rule that names an access decides it, and what no rule names is denied.
 */
public final class DeviceProgram {
    private static final int ACCESS = BPF_REG_2;
    private static final int TYPE = BPF_REG_3;
    private static final int MAJOR = BPF_REG_4;
    private static final int MINOR = BPF_REG_5;

    private final List<Long> instructions = new ArrayList<>();

    private DeviceProgram() {}

    /** The program's bytes. Its license, for bpf(2), is any: it calls no function of the kernel. */
    public static byte[] assemble(List<DeviceRule> rules) {
        DeviceProgram program = new DeviceProgram();
        program.loadContext();
        for (DeviceRule rule : rules.reversed()) {
            program.rule(rule);
        }
        program.end(0);
        return program.bytes();
    }

    private void loadContext() {
        emit(BPF_LDX | BPF_MEM | BPF_W, ACCESS, BPF_REG_1, 0, 0);
        emit(BPF_LDX | BPF_MEM | BPF_W, MAJOR, BPF_REG_1, 4, 0);
        emit(BPF_LDX | BPF_MEM | BPF_W, MINOR, BPF_REG_1, 8, 0);
        emit(BPF_ALU64 | BPF_MOV | BPF_X, TYPE, ACCESS, 0, 0);
        emit(BPF_ALU64 | BPF_AND | BPF_K, TYPE, 0, 0, 0xffff);
        emit(BPF_ALU64 | BPF_RSH | BPF_K, ACCESS, 0, 0, 16);
    }

    private void rule(DeviceRule rule) {
        int beyond = 4
                + (rule.type() == DeviceType.ALL ? 0 : 1)
                + (rule.major() == DeviceRule.ANY ? 0 : 1)
                + (rule.minor() == DeviceRule.ANY ? 0 : 1);
        if (rule.type() != DeviceType.ALL) {
            emit(BPF_JMP | BPF_JNE | BPF_K, TYPE, 0, --beyond, rule.type().programType());
        }
        if (rule.major() != DeviceRule.ANY) {
            emit(BPF_JMP | BPF_JNE | BPF_K, MAJOR, 0, --beyond, rule.major());
        }
        if (rule.minor() != DeviceRule.ANY) {
            emit(BPF_JMP | BPF_JNE | BPF_K, MINOR, 0, --beyond, rule.minor());
        }
        if (rule.allow()) {
            emit(BPF_ALU64 | BPF_AND | BPF_K, ACCESS, 0, 0, ~rule.access().bits());
            emit(BPF_JMP | BPF_JNE | BPF_K, ACCESS, 0, 2, 0);
            end(1);
        } else {
            emit(BPF_JMP | BPF_JSET | BPF_K, ACCESS, 0, 1, rule.access().bits());
            emit(BPF_JMP | BPF_JA, 0, 0, 2, 0);
            end(0);
        }
    }

    private void end(int answer) {
        emit(BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, answer);
        emit(BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
    }

    /** {@code struct bpf_insn}: opcode, registers (destination low), 16-bit jump or offset, 32-bit number. */
    private void emit(int opcode, int destination, int source, int offset, int immediate) {
        instructions.add((opcode & 0xffL)
                | ((long) (destination | (source << 4)) << 8)
                | ((offset & 0xffffL) << 16)
                | ((immediate & 0xffffffffL) << 32));
    }

    private byte[] bytes() {
        byte[] bytes = new byte[instructions.size() * 8];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        instructions.forEach(buffer::putLong);
        return bytes;
    }
}
