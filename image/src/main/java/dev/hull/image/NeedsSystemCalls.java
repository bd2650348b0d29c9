package dev.hull.image;

/** The answer cannot be had in plain Java: ask again in the heavy JVM profile. */
public final class NeedsSystemCalls extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NeedsSystemCalls(String question) {
        super(question + " can only be told by a system call");
    }
}
