package dev.hull.cli.print;

import java.io.Serial;

/** A template is wrong, or asks for what is not there; the message says where. */
public final class TemplateException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public TemplateException(String message) {
        super(message);
    }
}
