package dev.hull.linux.call;

import dev.hull.linux.WaitFlags;

/**
 * How a process ended, as waitid(2) tells.
 *
 * @param code CLD_EXITED, CLD_KILLED or CLD_DUMPED of {@link WaitFlags}
 * @param value the exit status, 0 to 255, or the signal's number
 */
public record WaitStatus(int code, int value) {
    public boolean exited() {
        return code == WaitFlags.CLD_EXITED;
    }

    /** What a shell says: the exit status, or 128 and the signal's number. */
    public int shellStatus() {
        return exited() ? value : 128 + value;
    }
}
