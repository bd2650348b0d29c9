package dev.hull.launch.capsule.x86;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Code whose jumps have no length yet. Every jump begins as nothing (a jump to the next instruction is none), grows to
 * two bytes and then to the long form as the distance demands, until no length changes any more.
 */
final class Layout {
    /** Something between the bytes; {@code position} counts the fixed bytes before it. */
    private sealed interface Item {
        int position();
    }

    private static final class Jump implements Item {
        private final int position;
        private final @Nullable Condition condition;
        private final Label target;
        private int size;

        Jump(int position, @Nullable Condition condition, Label target) {
            this.position = position;
            this.condition = condition;
            this.target = target;
        }

        @Override
        public int position() {
            return position;
        }

        int longSize() {
            return condition == null ? 5 : 6;
        }
    }

    private record Bind(int position, Label label) implements Item {}

    /** Four bytes at the position: an address, or the distance to it from {@code trailing} bytes behind their end. */
    private record Reference(int position, Label label, int addend, boolean relative, int trailing) implements Item {}

    private final ByteArrayOutputStream fixed = new ByteArrayOutputStream();
    private final List<Item> items = new ArrayList<>();

    void bytes(int... values) {
        for (int value : values) {
            fixed.write(value);
        }
    }

    void int32(int value) {
        bytes(value, value >> 8, value >> 16, value >> 24);
    }

    void bind(Label label) {
        items.add(new Bind(fixed.size(), label));
    }

    void jump(Label target) {
        items.add(new Jump(fixed.size(), null, target));
    }

    void jump(Condition condition, Label target) {
        items.add(new Jump(fixed.size(), condition, target));
    }

    void absolute(Label label, int addend) {
        items.add(new Reference(fixed.size(), label, addend, false, 0));
        int32(0);
    }

    void relative(Label label, int addend, int trailing) {
        items.add(new Reference(fixed.size(), label, addend, true, trailing));
        int32(0);
    }

    /** Gives every jump its length and every label bound here its address; the size in bytes. */
    int place(long base) {
        int grown;
        int jumps;
        do {
            grown = 0;
            jumps = 0;
            for (Item item : items) {
                switch (item) {
                    case Bind(int position, Label label) -> label.lies(base + position + jumps);
                    case Jump jump -> jumps += jump.size;
                    case Reference _ -> {}
                }
            }
            int before = 0;
            for (Item item : items) {
                if (item instanceof Jump jump) {
                    int size = jump.size;
                    grown += grow(jump, base + jump.position + before);
                    before += size;
                }
            }
        } while (grown > 0);
        return fixed.size() + jumps;
    }

    private static int grow(Jump jump, long at) {
        long distance = jump.target.address() - (at + jump.size);
        int needed = distance == 0 ? 0 : distance == (byte) distance ? 2 : jump.longSize();
        int growth = Math.max(0, needed - jump.size);
        jump.size += growth;
        return growth;
    }

    /** The bytes, once all labels lie where they lie. */
    byte[] write(long base) {
        byte[] source = fixed.toByteArray();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int from = 0;
        for (Item item : items) {
            out.write(source, from, item.position() - from);
            from = item.position();
            switch (item) {
                case Bind _ -> {}
                case Jump jump -> jump(out, jump, base);
                case Reference reference -> {
                    from += 4;
                    long end = base + out.size() + 4 + reference.trailing;
                    long value = reference.label.address() + reference.addend - (reference.relative ? end : 0);
                    int32(out, Math.toIntExact(value));
                }
            }
        }
        out.write(source, from, source.length - from);
        return out.toByteArray();
    }

    private static void jump(ByteArrayOutputStream out, Jump jump, long base) {
        if (jump.size == 0) {
            return;
        }
        int distance = Math.toIntExact(jump.target.address() - (base + out.size() + jump.size));
        if (jump.size == 2) {
            out.write(jump.condition == null ? 0xEB : 0x70 | jump.condition.code());
            out.write(distance);
        } else {
            if (jump.condition == null) {
                out.write(0xE9);
            } else {
                out.write(0x0F);
                out.write(0x80 | jump.condition.code());
            }
            int32(out, distance);
        }
    }

    private static void int32(ByteArrayOutputStream out, int value) {
        out.write(value);
        out.write(value >> 8);
        out.write(value >> 16);
        out.write(value >> 24);
    }
}
