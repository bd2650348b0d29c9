package dev.hull.launch.capsule.form;

/** A global variable: a 64-bit word in zeroed memory. */
public final class Word implements Place {
    private final String name;

    Word(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** Where the word lies, for the kernel to fill it. */
    public Expression address() {
        return new Expression.WordAddress(this);
    }

    @Override
    public String toString() {
        return name;
    }
}
