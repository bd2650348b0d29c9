package dev.hull.launch.capsule.form;

/** The address of bytes on a function's stack: aligned to 8, not zeroed, gone when the function returns. */
public final class Buffer implements Expression {
    private final String name;
    private final int size;

    Buffer(String name, int size) {
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
