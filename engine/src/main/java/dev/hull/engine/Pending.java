package dev.hull.engine;

/** What the next commits write. */
final class Pending {
    private Pending() {}

    static UnsupportedOperationException work() {
        return new UnsupportedOperationException("not written yet");
    }
}
