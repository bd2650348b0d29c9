package dev.hull.launch.capsule.x86;

/** A place in the image whose address is known once everything is laid out. */
final class Label {
    private static final long UNKNOWN = -1;

    private final String name;
    private long address = UNKNOWN;

    Label(String name) {
        this.name = name;
    }

    void lies(long at) {
        address = at;
    }

    long address() {
        if (address == UNKNOWN) {
            throw new IllegalStateException(name + " lies nowhere");
        }
        return address;
    }

    @Override
    public String toString() {
        return name;
    }
}
