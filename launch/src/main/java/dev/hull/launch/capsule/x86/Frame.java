package dev.hull.launch.capsule.x86;

import dev.hull.launch.capsule.form.Buffer;
import dev.hull.launch.capsule.form.Code;
import dev.hull.launch.capsule.form.Local;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the function at hand keeps its values: homes of locals, buffers, and slots for values held over a call.
 *
 * <p>From rsp upwards: locals, buffers, held values. rsp does not move between prologue and epilogue.
 */
final class Frame {
    private static final int SLOT = 8;

    private final Map<Local, Operand> homes;
    private final Map<Buffer, Integer> buffers = new HashMap<>();
    private final Deque<Local> idle = new ArrayDeque<>();
    private final int scratch;
    private int size;

    Frame(Code code, Homes locals) {
        homes = new HashMap<>(locals.homes());
        size = locals.frame();
        for (Buffer buffer : code.buffers()) {
            buffers.put(buffer, size);
            size += (buffer.size() + SLOT - 1) / SLOT * SLOT;
        }
        int free = 0;
        for (Register register : Register.VOLATILE) {
            free |= register.bit();
        }
        for (Register home : locals.registers()) {
            free &= ~home.bit();
        }
        scratch = free;
    }

    Operand home(Local local) {
        Operand home = homes.get(local);
        if (home == null) {
            throw new IllegalArgumentException("local " + local + " belongs to another function");
        }
        return home;
    }

    int offset(Buffer buffer) {
        Integer offset = buffers.get(buffer);
        if (offset == null) {
            throw new IllegalArgumentException("buffer " + buffer + " belongs to another function");
        }
        return offset;
    }

    /** The registers that an expression may use as it likes, as bits. */
    int scratch() {
        return scratch;
    }

    /** A slot for a value that must outlive a call. */
    Local hold() {
        if (!idle.isEmpty()) {
            return idle.pop();
        }
        Local held = new Local("held");
        homes.put(held, Operand.Memory.at(Register.RSP, size));
        size += SLOT;
        return held;
    }

    void release(Local held) {
        idle.push(held);
    }

    /** In bytes; final once the function's body has been lowered. */
    int size() {
        return size;
    }
}
