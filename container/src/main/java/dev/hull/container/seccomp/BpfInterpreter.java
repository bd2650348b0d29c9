package dev.hull.container.seccomp;

import static dev.hull.linux.SeccompConstants.*;

import dev.hull.linux.SeccompConstants;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Runs a seccomp filter in Java: all of classic BPF that seccomp(2) lets in, over a call of which some arguments may be
 * unknown.
 *
 * <p>A jump whose test depends on something unknown goes both ways, so the outcome is the set of answers that are
 * possible. Filters have no loops: this ends.
 *
 * <p>Source: {@code kernel/seccomp.c} (seccomp_check_filter), {@code net/core/filter.c}.
 */
final class BpfInterpreter {
    private static final int BPF_TAX = 0;
    private static final int BPF_TXA = 0x80;
    private static final int BPF_LEN = 0x80;
    private static final int BPF_A = 0x10;
    private static final int SCRATCH_WORDS = 16;

    private final ByteBuffer program;
    private final SeccompCall call;
    private final Set<Verdict> answers = new LinkedHashSet<>();

    private BpfInterpreter(byte[] program, SeccompCall call) {
        this.program = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
        this.call = call;
    }

    /** Every answer that the filter may give. */
    static Set<Verdict> answers(byte[] program, SeccompCall call) {
        BpfInterpreter interpreter = new BpfInterpreter(program, call);
        interpreter.run(new State());
        return interpreter.answers;
    }

    /** A word that is known, or null. */
    private static final class State {
        int place;
        Word a = new Word(0, true);
        Word x = new Word(0, true);
        final Word[] scratch;

        State() {
            scratch = new Word[SCRATCH_WORDS];
            java.util.Arrays.fill(scratch, new Word(0, true));
        }

        State(State other, int place) {
            this.place = place;
            this.a = other.a;
            this.x = other.x;
            this.scratch = other.scratch.clone();
        }
    }

    private record Word(int bits, boolean known) {
        static final Word UNKNOWN = new Word(0, false);

        static Word of(int bits) {
            return new Word(bits, true);
        }
    }

    private void run(State state) {
        while (true) {
            int at = state.place * 8;
            if (at < 0 || at >= program.capacity()) {
                throw new IllegalArgumentException("the filter leaves its end at instruction " + state.place);
            }
            int code = program.getShort(at) & 0xffff;
            int k = program.getInt(at + 4);
            state.place++;
            switch (code & 7) {
                case BPF_LD -> state.a = loaded(code, k, state);
                case BPF_LDX -> state.x = loaded(code, k, state);
                case BPF_ST -> state.scratch[k] = state.a;
                case BPF_STX -> state.scratch[k] = state.x;
                case BPF_ALU -> state.a = computed(code, state.a, operand(code, k, state));
                case BPF_JMP -> jump(code, k, program.get(at + 2) & 0xff, program.get(at + 3) & 0xff, state);
                case BPF_RET -> {
                    answer((code & 0x18) == BPF_A ? state.a : Word.of(k));
                    return;
                }
                default -> move(code, state);
            }
        }
    }

    private void answer(Word word) {
        if (!word.known) {
            throw new IllegalArgumentException("the filter answers with an argument of the call");
        }
        answers.add(Verdict.ofBits(word.bits));
    }

    private Word loaded(int code, int k, State state) {
        return switch (code & 0xe0) {
            case BPF_IMM -> Word.of(k);
            case BPF_ABS -> data(k);
            case BPF_MEM -> state.scratch[k];
            case BPF_LEN -> Word.of(SeccompConstants.SECCOMP_DATA_SIZE);
            default -> throw notAllowed(code);
        };
    }

    private Word data(int offset) {
        if (offset == SECCOMP_DATA_NR) {
            return Word.of(call.number());
        }
        if (offset == SECCOMP_DATA_ARCH) {
            return Word.of(call.auditArch());
        }
        int argument = (offset - SECCOMP_DATA_ARGS) / 8;
        if (offset < SECCOMP_DATA_ARGS || argument > 5 || offset % 4 != 0) {
            return Word.UNKNOWN;
        }
        if (!call.knows(argument)) {
            return Word.UNKNOWN;
        }
        return Word.of((int) (call.argument(argument) >>> (offset % 8 * 8)));
    }

    private static Word operand(int code, int k, State state) {
        return (code & BPF_X) != 0 ? state.x : Word.of(k);
    }

    private static Word computed(int code, Word a, Word operand) {
        int operation = code & 0xf0;
        if (operation == BPF_NEG) {
            return a.known ? Word.of(-a.bits) : Word.UNKNOWN;
        }
        if (!a.known || !operand.known) {
            return Word.UNKNOWN;
        }
        int k = operand.bits;
        return Word.of(
                switch (operation) {
                    case BPF_ADD -> a.bits + k;
                    case BPF_SUB -> a.bits - k;
                    case BPF_MUL -> a.bits * k;
                    case BPF_DIV -> k == 0 ? 0 : Integer.divideUnsigned(a.bits, k);
                    case BPF_MOD -> k == 0 ? 0 : Integer.remainderUnsigned(a.bits, k);
                    case BPF_AND -> a.bits & k;
                    case BPF_OR -> a.bits | k;
                    case BPF_XOR -> a.bits ^ k;
                    case BPF_LSH -> k >= 0 && k < 32 ? a.bits << k : 0;
                    case BPF_RSH -> k >= 0 && k < 32 ? a.bits >>> k : 0;
                    default -> throw notAllowed(code);
                });
    }

    private void jump(int code, int k, int jt, int jf, State state) {
        if ((code & 0xf0) == BPF_JA) {
            state.place += k;
            return;
        }
        Word operand = operand(code, k, state);
        if (!state.a.known || !operand.known) {
            run(new State(state, state.place + jt));
            state.place += jf;
            return;
        }
        int order = Integer.compareUnsigned(state.a.bits, operand.bits);
        boolean holds = switch (code & 0xf0) {
            case BPF_JEQ -> order == 0;
            case BPF_JGT -> order > 0;
            case BPF_JGE -> order >= 0;
            case BPF_JSET -> (state.a.bits & operand.bits) != 0;
            default -> throw notAllowed(code);
        };
        state.place += holds ? jt : jf;
    }

    private static void move(int code, State state) {
        switch (code & 0xf8) {
            case BPF_TAX -> state.x = state.a;
            case BPF_TXA -> state.a = state.x;
            default -> throw notAllowed(code);
        }
    }

    private static IllegalArgumentException notAllowed(int code) {
        return new IllegalArgumentException(
                "seccomp takes no filter with the instruction 0x" + Integer.toHexString(code));
    }
}
