package dev.hull.engine;

/** What the JVM that Hull runs in is good for. */
public enum Profile {
    /** Up within some 50 ms: no {@code java.lang.foreign.Linker}. What needs it throws {@link NeedsHeavyProfile}. */
    COLD,
    /** Everything works: a library, a server, {@code again heavy}. */
    HEAVY
}
