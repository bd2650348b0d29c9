package dev.hull.container.seccomp;

import static dev.hull.linux.SeccompConstants.BPF_ABS;
import static dev.hull.linux.SeccompConstants.BPF_ALU;
import static dev.hull.linux.SeccompConstants.BPF_AND;
import static dev.hull.linux.SeccompConstants.BPF_JA;
import static dev.hull.linux.SeccompConstants.BPF_JMP;
import static dev.hull.linux.SeccompConstants.BPF_K;
import static dev.hull.linux.SeccompConstants.BPF_LD;
import static dev.hull.linux.SeccompConstants.BPF_RET;
import static dev.hull.linux.SeccompConstants.BPF_W;

import dev.hull.linux.SeccompConstants;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes classic BPF from its end to its beginning.
 *
 * <p>Classic BPF only jumps forward. Written backwards, every target is there before the jump to it, so a jump's distance
 * is known when it is written: where it is over 255, the most that a conditional jump can go, a jump without condition is
 * put between. A place in the program is its distance from the end.
 */
final class BpfAssembler {
    private static final int FARTHEST = 255;

    /** Opcode, jt, jf and k of {@code struct sock_filter} in one word; the program's last instruction first. */
    private final List<Long> reversed = new ArrayList<>();

    private final Map<Integer, Integer> returns = new HashMap<>();

    /** {@code return bits}. */
    int ret(int bits) {
        Integer there = returns.get(bits);
        return there != null ? there : emitReturn(bits);
    }

    /** {@code A = seccomp_data[offset]}, then goes on at {@code next}. */
    int load(int offset, int next) {
        return emit(BPF_LD | BPF_W | BPF_ABS, 0, 0, offset, next);
    }

    /** {@code A &= mask}, then goes on at {@code next}. */
    int and(int mask, int next) {
        return emit(BPF_ALU | BPF_AND | BPF_K, 0, 0, mask, next);
    }

    /**
     * {@code if (A <test> value) goto yes; else goto no}.
     *
     * @param test BPF_JEQ, BPF_JGT, BPF_JGE or BPF_JSET
     */
    int jump(int test, int value, int yes, int no) {
        int nearNo = reachable(no, 1);
        int nearYes = reachable(yes, 0);
        return push(BPF_JMP | test | BPF_K, distance(nearYes), distance(nearNo), value);
    }

    /** The program from its beginning: {@code struct sock_filter[]}. */
    byte[] program(int start) {
        if (start != reversed.size() - 1) {
            throw new IllegalStateException("the program does not begin with what was written last");
        }
        if (reversed.size() > SeccompConstants.BPF_MAXINSNS) {
            throw new IllegalArgumentException("the seccomp profile makes a filter of " + reversed.size()
                    + " instructions; the kernel takes " + SeccompConstants.BPF_MAXINSNS + ": shorten the profile");
        }
        byte[] bytes = new byte[reversed.size() * 8];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (long instruction : reversed.reversed()) {
            buffer.putLong(instruction);
        }
        return bytes;
    }

    /** A place with the same meaning that a conditional jump reaches which is written after {@code more} others. */
    private int reachable(int target, int more) {
        if (distance(target) + more <= FARTHEST) {
            return target;
        }
        long instruction = reversed.get(target);
        return opcode(instruction) == (BPF_RET | BPF_K)
                ? emitReturn((int) (instruction >>> 32))
                : push(BPF_JMP | BPF_JA, 0, 0, distance(target));
    }

    private int emit(int opcode, int jt, int jf, int k, int next) {
        if (distance(next) != 0) {
            push(BPF_JMP | BPF_JA, 0, 0, distance(next));
        }
        return push(opcode, jt, jf, k);
    }

    private int emitReturn(int bits) {
        int place = push(BPF_RET | BPF_K, 0, 0, bits);
        returns.put(bits, place);
        return place;
    }

    /** How many instructions a jump written next leaves out to reach the place. */
    private int distance(int target) {
        return reversed.size() - target - 1;
    }

    private int push(int opcode, int jt, int jf, int k) {
        reversed.add((opcode & 0xffffL) | ((long) jt << 16) | ((long) jf << 24) | ((long) k << 32));
        return reversed.size() - 1;
    }

    private static int opcode(long instruction) {
        return (int) (instruction & 0xffff);
    }
}
