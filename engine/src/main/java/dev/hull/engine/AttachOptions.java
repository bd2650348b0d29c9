package dev.hull.engine;

/**
 * What a client of {@code start -a} or {@code attach} copies.
 *
 * @param stdin whether its stdin goes to the program
 * @param stdout whether the program's stdout comes to it
 * @param stderr whether the program's stderr comes to it
 * @param signalProxy whether signals it gets go to the program
 * @param detachKeys bytes that detach it, empty for none
 */
public record AttachOptions(boolean stdin, boolean stdout, boolean stderr, boolean signalProxy, byte[] detachKeys) {
    /** A client that copies nothing: {@code start} without {@code -a}. */
    public static AttachOptions none() {
        return new AttachOptions(false, false, false, false, new byte[0]);
    }
}
