package dev.hull.container;

/** A standard stream. */
public enum Stream {
    STDIN,
    STDOUT,
    STDERR
}
