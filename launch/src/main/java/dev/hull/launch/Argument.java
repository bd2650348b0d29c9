package dev.hull.launch;

import dev.hull.linux.KernelText;
import java.util.List;

/** One argument of a step: a register's value, or a pointer to something in the plan's memory. */
public sealed interface Argument {
    /** A number, with the words that explain it: {@code 0x20000} as {@code CLONE_NEWNS}. */
    record Value(long value, String meaning) implements Argument {}

    /** Pointer to bytes that the plan carries. Bytes, not text: the kernel's names are bytes. */
    record Bytes(byte[] bytes) implements Argument {}

    /**
     * Pointer to bytes that the kernel or a step fills ({@code statx}, a control message, the digits in {@code
     * /proc/////////1/uid_map}). Identity counts: two buffers of the same contents are two places.
     */
    final class Buffer implements Argument {
        private final byte[] contents;

        /** That many zero bytes. */
        public Buffer(int size) {
            this.contents = new byte[size];
        }

        /** What lies there before a step fills it. */
        public Buffer(byte[] contents) {
            this.contents = contents.clone();
        }

        public int size() {
            return contents.length;
        }

        byte[] contents() {
            return contents;
        }
    }

    /**
     * Pointer to consecutive 64-bit words, each an argument itself: {@code iovec}, {@code argv}, {@code clone_args}.
     * The same instance is laid out once, however often it is used.
     */
    record Struct(List<Argument> words) implements Argument {
        public Struct {
            words = List.copyOf(words);
        }
    }

    /** The value of a slot at the time the step is performed. Inside a struct: the slot's own place. */
    record SlotValue(Slot slot) implements Argument {}

    /** The address of a slot: where the kernel shall store its answer. */
    record SlotAddress(Slot slot) implements Argument {}

    /**
     * The value of 4 or 8 bytes inside a buffer at the time the step is performed: one end of {@code pipe2}'s array,
     * a descriptor out of a control message.
     *
     * @param offset in bytes from the buffer's start
     * @param width 4 (sign-extended) or 8
     */
    record BufferValue(Buffer buffer, int offset, int width) implements Argument {}

    /** Pointer into a buffer, {@code offset} bytes from its start. */
    record BufferAddress(Buffer buffer, int offset) implements Argument {}

    /** A number that explains itself. */
    static Argument value(long value) {
        return new Value(value, Long.toString(value));
    }

    /** A number with the words that explain it. */
    static Argument value(long value, String meaning) {
        return new Value(value, meaning);
    }

    /** Pointer to a NUL-terminated string. */
    static Argument text(String text) {
        return new Bytes(KernelText.encode(text + '\0'));
    }

    /** The null pointer. */
    static Argument nothing() {
        return new Value(0, "NULL");
    }
}
