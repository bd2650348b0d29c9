package dev.hull.engine;

/**
 * What a container changed in its root.
 *
 * @param kind what happened to it
 * @param path absolute, as the container sees it
 */
public record Change(Kind kind, String path) {
    public enum Kind {
        MODIFIED('C'),
        ADDED('A'),
        DELETED('D');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        /** As {@code docker diff} prints it. */
        public char letter() {
            return letter;
        }
    }
}
