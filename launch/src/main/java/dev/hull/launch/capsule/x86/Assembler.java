package dev.hull.launch.capsule.x86;

import dev.hull.launch.capsule.form.Place.Width;
import dev.hull.launch.capsule.x86.Operand.Immediate;
import dev.hull.launch.capsule.x86.Operand.Memory;
import dev.hull.launch.capsule.x86.Operand.Reg;
import org.jspecify.annotations.Nullable;

/**
 * Writes x86-64 instructions. Encodings: Intel SDM vol. 2; REX.W is set unless the 32-bit form does the same in fewer
 * bytes.
 */
final class Assembler {
    /** The two-operand operations of opcodes 00..3F: the number is the digit of the immediate form. */
    enum Arithmetic {
        ADD(0),
        OR(1),
        AND(4),
        SUB(5),
        XOR(6),
        CMP(7);

        private final int digit;

        Arithmetic(int digit) {
            this.digit = digit;
        }
    }

    enum Shift {
        LEFT(4),
        RIGHT(5);

        private final int digit;

        Shift(int digit) {
            this.digit = digit;
        }
    }

    private static final int REX_W = 8;

    private final Layout out;

    Assembler(Layout out) {
        this.out = out;
    }

    void move(Register to, Register from) {
        if (to != from) {
            encode(REX_W, new int[] {0x89}, from.number(), new Reg(to), 0);
        }
    }

    void move(Register to, long value) {
        if (value == 0) {
            encode(0, new int[] {0x31}, to.number(), new Reg(to), 0);
        } else if (value == (byte) value) {
            out.bytes(0x6A, (int) value); // push and pop: 3 bytes for 5 or 7
            pop(to);
        } else if (value == (value & 0xFFFF_FFFFL)) {
            rex(0, 0, 0, to.number() >> 3);
            out.bytes(0xB8 | low(to));
            out.int32((int) value);
        } else if (value == (int) value) {
            encode(REX_W, new int[] {0xC7}, 0, new Reg(to), 4);
            out.int32((int) value);
        } else {
            rex(REX_W, 0, 0, to.number() >> 3);
            out.bytes(0xB8 | low(to));
            out.int32((int) value);
            out.int32((int) (value >> 32));
        }
    }

    /** The image lies below 2 GiB, so an address is a 32-bit number. */
    void address(Register to, Label label, int addend) {
        rex(0, 0, 0, to.number() >> 3);
        out.bytes(0xB8 | low(to));
        out.absolute(label, addend);
    }

    void loadAddress(Register to, Memory memory) {
        encode(REX_W, new int[] {0x8D}, to.number(), memory, 0);
    }

    void load(Register to, Width width, boolean signed, Memory from) {
        switch (width) {
            case BYTE -> encode(signed ? REX_W : 0, new int[] {0x0F, signed ? 0xBE : 0xB6}, to.number(), from, 0);
            case HALF -> encode(signed ? REX_W : 0, new int[] {0x0F, signed ? 0xBF : 0xB7}, to.number(), from, 0);
            case WORD -> encode(signed ? REX_W : 0, new int[] {signed ? 0x63 : 0x8B}, to.number(), from, 0);
            case LONG -> encode(REX_W, new int[] {0x8B}, to.number(), from, 0);
        }
    }

    void store(Width width, Memory to, Register from) {
        operandSize(width);
        if (width == Width.BYTE) {
            byteRegister(new int[] {0x88}, from.number(), to, from);
        } else {
            encode(width == Width.LONG ? REX_W : 0, new int[] {0x89}, from.number(), to, 0);
        }
    }

    void store(Width width, Memory to, int value) {
        operandSize(width);
        int size = Math.min(width.bytes(), 4);
        encode(width == Width.LONG ? REX_W : 0, new int[] {width == Width.BYTE ? 0xC6 : 0xC7}, 0, to, size);
        immediate(value, size);
    }

    /** {@code left} is no immediate; at most one of the two is memory. */
    void arithmetic(Arithmetic operation, Operand left, Operand right) {
        switch (right) {
            case Immediate(int value)
            when value == (byte) value -> {
                encode(REX_W, new int[] {0x83}, operation.digit, left, 1);
                out.bytes(value);
            }
            case Immediate(int value) -> {
                encode(REX_W, new int[] {0x81}, operation.digit, left, 4);
                out.int32(value);
            }
            case Reg(Register register) ->
                encode(REX_W, new int[] {(operation.digit << 3) | 1}, register.number(), left, 0);
            case Memory memory
            when left instanceof Reg(Register register) ->
                encode(REX_W, new int[] {(operation.digit << 3) | 3}, register.number(), memory, 0);
            case Memory _ -> throw new IllegalArgumentException("two operands in memory");
        }
    }

    /** Compares memory of less than 64 bits with a constant of its width. */
    void compare(Width width, Memory memory, int value) {
        operandSize(width);
        boolean small = width == Width.BYTE || value == (byte) value;
        int size = small ? 1 : width.bytes();
        encode(0, new int[] {width == Width.BYTE ? 0x80 : small ? 0x83 : 0x81}, Arithmetic.CMP.digit, memory, size);
        immediate(value, size);
    }

    void test(Register left, Register right) {
        encode(REX_W, new int[] {0x85}, right.number(), new Reg(left), 0);
    }

    void test(Register register, int mask) {
        encode(mask < 0 ? REX_W : 0, new int[] {0xF7}, 0, new Reg(register), 4);
        out.int32(mask);
    }

    /** Tests bits of one byte of memory. */
    void testByte(Memory memory, int mask) {
        encode(0, new int[] {0xF6}, 0, memory, 1);
        out.bytes(mask);
    }

    void multiply(Register to, Operand by) {
        switch (by) {
            case Immediate(int value) -> {
                boolean small = value == (byte) value;
                encode(REX_W, new int[] {small ? 0x6B : 0x69}, to.number(), new Reg(to), small ? 1 : 4);
                immediate(value, small ? 1 : 4);
            }
            case Reg _, Memory _ -> encode(REX_W, new int[] {0x0F, 0xAF}, to.number(), by, 0);
        }
    }

    /** Divides rdx:rax: the quotient into rax, the remainder into rdx. */
    void divide(Operand by) {
        encode(REX_W, new int[] {0xF7}, 6, by, 0);
    }

    void shift(Shift direction, Register register, int bits) {
        encode(REX_W, new int[] {0xC1}, direction.digit, new Reg(register), 1);
        out.bytes(bits);
    }

    /** By cl. */
    void shift(Shift direction, Register register) {
        encode(REX_W, new int[] {0xD3}, direction.digit, new Reg(register), 0);
    }

    /** 1 or 0. */
    void set(Condition condition, Register register) {
        byteRegister(new int[] {0x0F, 0x90 | condition.code()}, 0, new Reg(register), register);
        byteRegister(new int[] {0x0F, 0xB6}, register.number(), new Reg(register), register);
    }

    void push(Register register) {
        rex(0, 0, 0, register.number() >> 3);
        out.bytes(0x50 | low(register));
    }

    void pop(Register register) {
        rex(0, 0, 0, register.number() >> 3);
        out.bytes(0x58 | low(register));
    }

    void call(Label function) {
        out.bytes(0xE8);
        out.relative(function, 0, 0);
    }

    void jump(Label target) {
        out.jump(target);
    }

    void jump(Condition condition, Label target) {
        out.jump(condition, target);
    }

    void bind(Label label) {
        out.bind(label);
    }

    void leave() {
        out.bytes(0xC3);
    }

    /** hlt, which a user program may not execute. */
    void trap() {
        out.bytes(0xF4);
    }

    void systemCall() {
        out.bytes(0x0F, 0x05);
    }

    private void operandSize(Width width) {
        if (width == Width.HALF) {
            out.bytes(0x66);
        }
    }

    private void immediate(int value, int size) {
        for (int i = 0; i < size; i++) {
            out.bytes(value >> (8 * i));
        }
    }

    /** spl, bpl, sil and dil exist only behind a REX prefix; without one their numbers mean ah..bh. */
    private void byteRegister(int[] opcode, int field, Operand operand, Register register) {
        boolean needsRex = register.number() >= 4 && register.number() < 8;
        encode(needsRex ? 0x40 : 0, opcode, field, operand, 0);
    }

    /** Writes {rex, opcode, ModRM, SIB, displacement}; {@code trailing} bytes of immediate will follow. */
    private void encode(int rex, int[] opcode, int field, Operand operand, int trailing) {
        switch (operand) {
            case Reg(Register register) -> {
                rex(rex, field >> 3, 0, register.number() >> 3);
                out.bytes(opcode);
                modRm(3, field, register.number());
            }
            case Memory memory -> {
                rex(rex, field >> 3, high(memory.index()), high(memory.base()));
                out.bytes(opcode);
                memory(field, memory, trailing);
            }
            case Immediate _ -> throw new IllegalArgumentException("an immediate is no place");
        }
    }

    private void memory(int field, Memory memory, int trailing) {
        Register base = memory.base();
        Register index = memory.index();
        int displacement = memory.displacement();
        if (memory.label() != null) {
            modRm(0, field, 5);
            out.relative(memory.label(), displacement, trailing);
            return;
        }
        if (base == null) {
            throw new IllegalArgumentException("memory without a base");
        }
        boolean needsDisplacement = displacement != 0 || low(base) == 5;
        int mode = !needsDisplacement ? 0 : displacement == (byte) displacement ? 1 : 2;
        if (index != null || low(base) == 4) {
            int indexField = index == null ? 4 : low(index);
            modRm(mode, field, 4);
            out.bytes((Integer.numberOfTrailingZeros(memory.scale()) << 6) | (indexField << 3) | low(base));
        } else {
            modRm(mode, field, base.number());
        }
        if (mode != 0) {
            immediate(displacement, mode == 1 ? 1 : 4);
        }
    }

    private void modRm(int mode, int field, int rm) {
        out.bytes((mode << 6) | ((field & 7) << 3) | (rm & 7));
    }

    private void rex(int bits, int fieldHigh, int indexHigh, int rmHigh) {
        int rex = bits | (fieldHigh << 2) | (indexHigh << 1) | rmHigh;
        if (rex != 0) {
            out.bytes(0x40 | rex);
        }
    }

    private static int low(Register register) {
        return register.number() & 7;
    }

    private static int high(@Nullable Register register) {
        return register == null ? 0 : register.number() >> 3;
    }
}
