package dev.hull.launch.capsule.form;

/** A parameter or local variable of one function: a 64-bit word without an address. */
public final class Local implements Place {
    private final String name;

    Local(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return name;
    }
}
