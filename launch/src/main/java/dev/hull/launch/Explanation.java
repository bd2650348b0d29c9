package dev.hull.launch;

/** A launch plan in words. */
public final class Explanation {
    private Explanation() {}
}
