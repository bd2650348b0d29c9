package dev.hull.engine;

/**
 * Not an error: the work needs what the cold profile of the JVM leaves out (FFM, the optimising compiler). Nothing was
 * changed; the same call in a {@link Hull} opened with {@link Profile#HEAVY} does it.
 */
public final class NeedsHeavyProfile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param work what needs it: {@code unpack layer sha256:...} */
    public NeedsHeavyProfile(String work) {
        super(work, null, false, false);
    }
}
