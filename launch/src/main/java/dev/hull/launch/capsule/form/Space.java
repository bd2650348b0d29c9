package dev.hull.launch.capsule.form;

/** The address of zeroed global memory. */
public final class Space implements Expression {
    private final String name;
    private final int size;

    Space(String name, int size) {
        this.name = name;
        this.size = size;
    }

    public String name() {
        return name;
    }

    /** In bytes. */
    public int size() {
        return size;
    }

    @Override
    public String toString() {
        return name;
    }
}
