package dev.hull.launch.capsule.form;

/** What can be assigned: a local, a global word, memory. */
public sealed interface Place extends Expression permits Local, Word, Place.Memory {
    /** One, two, four or eight bytes of memory, at any alignment. */
    enum Width {
        BYTE(1),
        HALF(2),
        WORD(4),
        LONG(8);

        private final int bytes;

        Width(int bytes) {
            this.bytes = bytes;
        }

        public int bytes() {
            return bytes;
        }
    }

    /**
     * Memory at an address: as an expression its content, extended to 64 bits; as a place what is stored there, cut off.
     *
     * @param signed whether the content is extended by its sign
     */
    record Memory(Width width, boolean signed, Expression address) implements Place {}
}
