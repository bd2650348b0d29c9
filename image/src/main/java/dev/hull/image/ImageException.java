package dev.hull.image;

import org.jspecify.annotations.Nullable;

/**
 * An image cannot be used: what was tried, on which object, why not, what to do. The command line tells it in one line
 * and exits 125.
 */
public final class ImageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String operation;
    private final String object;
    private final String reason;
    private final String advice;

    public ImageException(String operation, String object, String reason, String advice) {
        this(operation, object, reason, advice, null);
    }

    public ImageException(String operation, String object, String reason, String advice, @Nullable Throwable cause) {
        super(sentence(operation, object, reason, advice), cause);
        this.operation = operation;
        this.object = object;
        this.reason = reason;
        this.advice = advice;
    }

    private static String sentence(String operation, String object, String reason, String advice) {
        String what = operation + " " + object + ": " + reason;
        return advice.isEmpty() ? what : what + "; " + advice;
    }

    /** What was tried, without its object: {@code unpack layer}. */
    public String operation() {
        return operation;
    }

    /** The path, reference or digest it was tried on. */
    public String object() {
        return object;
    }

    public String reason() {
        return reason;
    }

    /** What the user can do; empty where nothing can be said. */
    public String advice() {
        return advice;
    }
}
