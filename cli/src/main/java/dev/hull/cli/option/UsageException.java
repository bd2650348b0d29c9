package dev.hull.cli.option;

import java.io.Serial;

/** The command line is wrong; the message says which word, why, and what would be right. */
public final class UsageException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public UsageException(String message) {
        super(message);
    }
}
