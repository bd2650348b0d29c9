package dev.hull.launch;

import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;

/**
 * Where a plan's arguments lie in its image: each instance has one place.
 *
 * <p>Structs are placed before anything refers to a slot, because a slot that is a struct's word lies in the struct.
 */
final class TablePlaces {
    private final TableImage image;
    private final IdentityHashMap<Object, Integer> places = new IdentityHashMap<>();
    private final Queue<Argument.Struct> unfilled = new ArrayDeque<>();

    TablePlaces(TableImage image, KnownSlots known) {
        this.image = image;
        int word = 0;
        for (Slot slot : known.ordered()) {
            places.put(slot, TableLayout.knownWord(word++));
        }
        for (Argument.Buffer buffer : known.orderedBuffers()) {
            int offset = TableLayout.knownWord(word++);
            image.put(offset, buffer.contents());
            places.put(buffer, offset);
        }
        if (word != TableLayout.KNOWN_WORDS) {
            throw new IllegalStateException(word + " known words, the layout has " + TableLayout.KNOWN_WORDS);
        }
    }

    /** Places the structs in which slots lie, before anything refers to such a slot. */
    void placeSlots(List<Argument> arguments) {
        for (Argument argument : arguments) {
            if (argument instanceof Argument.Struct struct && holdsSlot(struct)) {
                place((Object) struct);
                placeSlots(struct.words());
            }
        }
    }

    private static boolean holdsSlot(Argument.Struct struct) {
        for (Argument word : struct.words()) {
            if (word instanceof Argument.SlotValue || (word instanceof Argument.Struct inner && holdsSlot(inner))) {
                return true;
            }
        }
        return false;
    }

    private int place(Argument.Struct struct) {
        int offset = image.reserve(8 * struct.words().size());
        unfilled.add(struct);
        for (int i = 0; i < struct.words().size(); i++) {
            if (struct.words().get(i) instanceof Argument.SlotValue value
                    && places.put(value.slot(), offset + 8 * i) != null) {
                throw new IllegalArgumentException("the slot '" + value.slot() + "' has two places");
            }
        }
        return offset;
    }

    /** Fills the structs that have been placed, and those that they point to. */
    void fillStructs() {
        while (!unfilled.isEmpty()) {
            Argument.Struct struct = unfilled.remove();
            int offset = place((Object) struct);
            for (int i = 0; i < struct.words().size(); i++) {
                fill(offset + 8 * i, struct.words().get(i));
            }
        }
    }

    private void fill(int offset, Argument word) {
        switch (word) {
            case Argument.Value value -> image.putLong(offset, value.value());
            case Argument.SlotValue slot -> {
                // the slot itself: zero until a step fills it
            }
            case Argument.BufferValue value ->
                throw new IllegalArgumentException("a struct cannot hold what a buffer will contain: offset "
                        + value.offset() + "; copy it into a slot first");
            default -> image.putAddress(offset, target(word));
        }
    }

    /** Stores an argument in a step's record: its word and its kind. */
    void argument(int wordOffset, int kindOffset, Argument argument) {
        if (argument instanceof Argument.Value value) {
            image.putLong(wordOffset, value.value());
        } else {
            image.putAddress(wordOffset, target(argument));
        }
        image.putByte(kindOffset, kind(argument));
    }

    private static int kind(Argument argument) {
        return switch (argument) {
            case Argument.SlotValue slot -> TableLayout.KIND_LOAD_64;
            case Argument.BufferValue value -> kind(value.width());
            default -> TableLayout.KIND_WORD;
        };
    }

    private static int kind(int width) {
        return switch (width) {
            case 4 -> TableLayout.KIND_LOAD_32;
            case 8 -> TableLayout.KIND_LOAD_64;
            default -> throw new IllegalArgumentException("a buffer's value is 4 or 8 bytes wide, not " + width);
        };
    }

    /** The offset that an argument points to, or that its value is loaded from. */
    private int target(Argument argument) {
        return switch (argument) {
            case Argument.Value value -> throw new IllegalArgumentException(value + " has no address");
            case Argument.Bytes bytes -> place(bytes);
            case Argument.Buffer buffer -> place(buffer);
            case Argument.Struct struct -> place((Object) struct);
            case Argument.SlotValue value -> place(value.slot());
            case Argument.SlotAddress address -> place(address.slot());
            case Argument.BufferValue value ->
                place(value.buffer()) + within(value.buffer(), value.offset(), value.width());
            case Argument.BufferAddress address ->
                place(address.buffer()) + within(address.buffer(), address.offset(), 0);
        };
    }

    private static int within(Argument.Buffer buffer, int offset, int width) {
        if (offset < 0 || offset + width > buffer.size()) {
            throw new IllegalArgumentException(
                    "bytes " + offset + " to " + (offset + width) + " of a buffer of " + buffer.size());
        }
        return offset;
    }

    /** The offset of a slot, buffer, struct or bytes, which get their place when first asked for. */
    int place(Object thing) {
        Integer known = places.get(thing);
        if (known != null) {
            return known;
        }
        int offset = switch (thing) {
            case Slot slot -> image.reserve(8);
            case Argument.Buffer buffer -> image.append(buffer.contents());
            case Argument.Bytes bytes -> image.append(bytes.bytes());
            case Argument.Struct struct -> place(struct);
            default -> throw new IllegalStateException(thing + " has no place");
        };
        places.put(thing, offset);
        return offset;
    }
}
