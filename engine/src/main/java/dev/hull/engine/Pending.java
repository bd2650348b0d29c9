package dev.hull.engine;

/** What the next commits write. */
final class Pending {
    private Pending() {}

    @SuppressWarnings("TypeParameterUnusedInFormals") // stands for a value that does not exist yet
    static <T> T work() {
        if (Pending.class.getModule() != null) {
            throw new UnsupportedOperationException("not written yet");
        }
        throw new AssertionError();
    }
}
