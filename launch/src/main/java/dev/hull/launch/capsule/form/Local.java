package dev.hull.launch.capsule.form;

/** A parameter or local variable of one function: a 64-bit word without an address. */
public final class Local implements Place {
    private final String name;

    /** {@link Code} makes those of the program; a backend makes more for values that it must hold. */
    public Local(String name) {
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
